@NullMarked
package io.penstock.console.collect;

import org.jspecify.annotations.NullMarked;
