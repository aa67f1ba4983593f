/** What is measured, each in a JVM of its own. */
@NullMarked
package io.penstock.bench.contender;

import org.jspecify.annotations.NullMarked;
