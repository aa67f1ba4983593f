@NullMarked
package io.penstock.console.fleet;

import org.jspecify.annotations.NullMarked;
