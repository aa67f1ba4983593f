@NullMarked
package io.penstock.console.store;

import org.jspecify.annotations.NullMarked;
