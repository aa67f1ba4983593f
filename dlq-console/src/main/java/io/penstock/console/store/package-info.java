/** The console's database: its connections, its schema, and what differs between the two kinds of database. */
@NullMarked
package io.penstock.console.store;

import org.jspecify.annotations.NullMarked;
