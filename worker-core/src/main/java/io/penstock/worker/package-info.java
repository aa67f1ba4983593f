/** The worker process: start-up, supervision, health and metrics, drain. */
@NullMarked
package io.penstock.worker;

import org.jspecify.annotations.NullMarked;
