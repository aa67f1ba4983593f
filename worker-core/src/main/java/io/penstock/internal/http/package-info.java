/** HTTP calls to addresses that tenants choose, and which of those are refused. Knows no job. */
@NullMarked
package io.penstock.internal.http;

import org.jspecify.annotations.NullMarked;
