/** How PostgreSQL is run and asked. */
@NullMarked
package io.penstock.testbed.internal.postgres;

import org.jspecify.annotations.NullMarked;
