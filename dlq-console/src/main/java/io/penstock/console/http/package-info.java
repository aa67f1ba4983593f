/** The HTTP API: one table of routes with a rule each, the way of a call through the server, problem details, OpenAPI. */
@NullMarked
package io.penstock.console.http;

import org.jspecify.annotations.NullMarked;
