/** The {@code image.resize} plug-in: makes renditions of a picture and stores them. */
@NullMarked
package io.penstock.image;

import org.jspecify.annotations.NullMarked;
