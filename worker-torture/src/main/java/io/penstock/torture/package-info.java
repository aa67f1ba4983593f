/** Kills workers, servers and producers at random moments and proves that no job is lost. */
@NullMarked
package io.penstock.torture;

import org.jspecify.annotations.NullMarked;
