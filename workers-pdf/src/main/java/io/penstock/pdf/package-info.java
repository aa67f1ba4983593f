/** The {@code pdf.render} plug-in: templates, HTML and tables become PDF objects. */
@NullMarked
package io.penstock.pdf;

import org.jspecify.annotations.NullMarked;
