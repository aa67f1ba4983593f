@NullMarked
package io.penstock.console.redact;

import org.jspecify.annotations.NullMarked;
