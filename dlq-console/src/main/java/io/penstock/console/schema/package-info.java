/** Whether a payload is one that the handler of its type will read. */
@NullMarked
package io.penstock.console.schema;

import org.jspecify.annotations.NullMarked;
