@NullMarked
package io.penstock.console.schedule;

import org.jspecify.annotations.NullMarked;
