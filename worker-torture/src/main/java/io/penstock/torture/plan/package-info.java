/** What will be done to whom, and when: all of it follows from the seed. Pure. */
@NullMarked
package io.penstock.torture.plan;

import org.jspecify.annotations.NullMarked;
