/** What is known of each endpoint, and who may call it when. */
@NullMarked
package io.penstock.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
