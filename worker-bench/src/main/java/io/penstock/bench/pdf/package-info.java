/** {@code ./penstock bench pdf}: documents per second beside WeasyPrint, and how long a report of many rows takes. */
@NullMarked
package io.penstock.bench.pdf;

import org.jspecify.annotations.NullMarked;
