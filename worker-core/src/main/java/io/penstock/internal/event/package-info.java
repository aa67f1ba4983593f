/** What the world hears of a job's end: events, notifications, and the spool for when their receivers are away. */
@NullMarked
package io.penstock.internal.event;

import org.jspecify.annotations.NullMarked;
