/**
 * Real servers on this machine for tests, demos and benchmarks: start at {@link io.penstock.testbed.Testbed}, in JUnit
 * tests at {@link io.penstock.testbed.WithServers}.
 */
@NullMarked
package io.penstock.testbed;

import org.jspecify.annotations.NullMarked;
