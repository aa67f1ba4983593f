@NullMarked
package io.penstock.console.schema;

import org.jspecify.annotations.NullMarked;
