/** The commands behind the script {@code ./penstock}. */
@NullMarked
package io.penstock.launcher;

import org.jspecify.annotations.NullMarked;
