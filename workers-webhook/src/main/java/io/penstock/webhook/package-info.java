/** Delivers webhooks: job type {@code webhook.deliver}. */
@NullMarked
package io.penstock.webhook;

import org.jspecify.annotations.NullMarked;
