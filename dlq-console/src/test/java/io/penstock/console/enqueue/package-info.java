@NullMarked
package io.penstock.console.enqueue;

import org.jspecify.annotations.NullMarked;
