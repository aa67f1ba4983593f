@NullMarked
package io.penstock.console;

import org.jspecify.annotations.NullMarked;
