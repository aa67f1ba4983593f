/** The demo: real jobs from several clients through real servers, shown and checked. */
@NullMarked
package io.penstock.launcher.demo;

import org.jspecify.annotations.NullMarked;
