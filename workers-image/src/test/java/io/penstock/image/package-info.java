/** Tests of the {@code image.resize} plug-in. */
@NullMarked
package io.penstock.image;

import org.jspecify.annotations.NullMarked;
