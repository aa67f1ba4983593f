/** What operators see and do of webhooks. */
@NullMarked
package io.penstock.launcher.webhook;

import org.jspecify.annotations.NullMarked;
