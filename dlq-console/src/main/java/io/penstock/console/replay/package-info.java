/** Replays: a frozen selection of dead letters is published again, at a rate, and what becomes of each is followed. */
@NullMarked
package io.penstock.console.replay;

import org.jspecify.annotations.NullMarked;
