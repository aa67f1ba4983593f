/** HTTP calls to addresses that tenants choose. */
@NullMarked
package io.penstock.spi.http;

import org.jspecify.annotations.NullMarked;
