/** What stays over restarts: data, ports, passwords, pid files. */
@NullMarked
package io.penstock.testbed.internal.folder;

import org.jspecify.annotations.NullMarked;
