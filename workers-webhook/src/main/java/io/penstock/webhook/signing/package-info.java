/** Signatures as Standard Webhooks defines them. */
@NullMarked
package io.penstock.webhook.signing;

import org.jspecify.annotations.NullMarked;
