/** The documents that describe to others what Penstock's programs take and tell. */
@NullMarked
package io.penstock.internal.contract;

import org.jspecify.annotations.NullMarked;
