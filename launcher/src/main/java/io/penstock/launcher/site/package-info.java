/** Servers and a worker on this machine: how they are started, found again and stopped. */
@NullMarked
package io.penstock.launcher.site;

import org.jspecify.annotations.NullMarked;
