/** Where signing secrets are kept, by name. */
@NullMarked
package io.penstock.webhook.secret;

import org.jspecify.annotations.NullMarked;
