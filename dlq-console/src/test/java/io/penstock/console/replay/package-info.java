@NullMarked
package io.penstock.console.replay;

import org.jspecify.annotations.NullMarked;
