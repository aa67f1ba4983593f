/** Servers, backlogs and forked processes: one measurement after the other. */
@NullMarked
package io.penstock.bench.run;

import org.jspecify.annotations.NullMarked;
