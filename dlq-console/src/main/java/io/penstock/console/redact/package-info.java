/** What nobody sees without asking for it: rules by name, by JSON path and by form, applied to everything that is shown. */
@NullMarked
package io.penstock.console.redact;

import org.jspecify.annotations.NullMarked;
