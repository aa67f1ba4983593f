/** What the commands have in common: their options, and what becomes of a report. */
@NullMarked
package io.penstock.bench.options;

import org.jspecify.annotations.NullMarked;
