@NullMarked
package io.penstock.console.access;

import org.jspecify.annotations.NullMarked;
