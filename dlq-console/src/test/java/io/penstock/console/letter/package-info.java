@NullMarked
package io.penstock.console.letter;

import org.jspecify.annotations.NullMarked;
