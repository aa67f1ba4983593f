/** Effective configuration: flags, environment, file, defaults; checked when built, secrets masked. */
@NullMarked
package io.penstock.internal.config;

import org.jspecify.annotations.NullMarked;
