/** The independent, fenced record of effects. */
@NullMarked
package io.penstock.torture.recorder;

import org.jspecify.annotations.NullMarked;
