/** Enqueueing jobs from Java. */
@NullMarked
package io.penstock.client;

import org.jspecify.annotations.NullMarked;
