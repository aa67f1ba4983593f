/** Holding the JSON Schema of a payload, event or notification against the code that reads or writes it. */
@NullMarked
package io.penstock.testbed.schema;

import org.jspecify.annotations.NullMarked;
