/** Servers that are Java programs, and how this JVM talks with them. */
@NullMarked
package io.penstock.testbed.internal.childjvm;

import org.jspecify.annotations.NullMarked;
