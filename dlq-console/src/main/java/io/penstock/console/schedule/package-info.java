/** What runs later or again and again: schedules in the database, and jobs published when they are due. */
@NullMarked
package io.penstock.console.schedule;

import org.jspecify.annotations.NullMarked;
