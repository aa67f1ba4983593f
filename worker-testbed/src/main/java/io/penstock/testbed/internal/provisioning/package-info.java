/** Where the servers come from: this machine, a container engine, the distribution's packages. */
@NullMarked
package io.penstock.testbed.internal.provisioning;

import org.jspecify.annotations.NullMarked;
