/** What is there when all is over: records, events, notifications, dead letters. */
@NullMarked
package io.penstock.torture.evidence;

import org.jspecify.annotations.NullMarked;
