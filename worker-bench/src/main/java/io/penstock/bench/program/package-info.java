/** Programs that are measured as a whole, each in a process of its own. */
@org.jspecify.annotations.NullMarked
package io.penstock.bench.program;
