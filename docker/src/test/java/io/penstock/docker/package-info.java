/** Tests that the images would work, as far as that can be told without a container engine. */
@NullMarked
package io.penstock.docker;

import org.jspecify.annotations.NullMarked;
