/** What every command shares: how it ends and how it lays out text. */
@NullMarked
package io.penstock.launcher.terminal;

import org.jspecify.annotations.NullMarked;
