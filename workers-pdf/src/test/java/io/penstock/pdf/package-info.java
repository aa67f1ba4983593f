/** Tests of the plug-in. */
@NullMarked
package io.penstock.pdf;

import org.jspecify.annotations.NullMarked;
