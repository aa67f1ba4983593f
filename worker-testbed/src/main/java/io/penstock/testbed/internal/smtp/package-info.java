/** How an SMTP sink is run, and the mails it keeps. */
@NullMarked
package io.penstock.testbed.internal.smtp;

import org.jspecify.annotations.NullMarked;
