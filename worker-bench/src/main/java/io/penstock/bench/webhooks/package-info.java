/** How fast webhooks are delivered, and what bad endpoints do to good ones. */
@NullMarked
package io.penstock.bench.webhooks;

import org.jspecify.annotations.NullMarked;
