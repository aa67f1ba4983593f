/** One job's journey: decode, claim, execute, decide, settle. */
@NullMarked
package io.penstock.internal.job;

import org.jspecify.annotations.NullMarked;
