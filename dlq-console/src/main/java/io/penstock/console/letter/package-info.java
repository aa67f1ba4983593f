/** Dead letters as the console keeps them: what is known of each, how they are found, counted, grouped and put away. */
@NullMarked
package io.penstock.console.letter;

import org.jspecify.annotations.NullMarked;
