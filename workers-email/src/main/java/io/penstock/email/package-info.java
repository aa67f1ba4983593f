/** The {@code email.send} plug-in: composes a mail from a job's payload and submits it to an SMTP relay. */
@NullMarked
package io.penstock.email;

import org.jspecify.annotations.NullMarked;
