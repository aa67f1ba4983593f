/** How fast jobs are enqueued over HTTP. */
@NullMarked
package io.penstock.bench.http;

import org.jspecify.annotations.NullMarked;
