/** What became of a job, told by its events. */
@NullMarked
package io.penstock.console.timeline;

import org.jspecify.annotations.NullMarked;
