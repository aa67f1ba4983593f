/** Who did or was refused what: in the database, as JSON lines on standard output, and on Kafka. */
@NullMarked
package io.penstock.console.audit;

import org.jspecify.annotations.NullMarked;
