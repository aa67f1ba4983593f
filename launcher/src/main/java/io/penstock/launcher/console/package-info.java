/** The console's API, as commands and the demo call it. */
@NullMarked
package io.penstock.launcher.console;

import org.jspecify.annotations.NullMarked;
