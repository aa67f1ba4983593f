@NullMarked
package io.penstock.console.http;

import org.jspecify.annotations.NullMarked;
