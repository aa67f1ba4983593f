/** Hearing how jobs end, from Kafka or from the broadcast exchange. */
@NullMarked
package io.penstock.launcher.watch;

import org.jspecify.annotations.NullMarked;
