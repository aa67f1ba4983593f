/** {@code ./penstock bench console}: how fast dead letters are collected and found when there are a million. */
@NullMarked
package io.penstock.bench.console;

import org.jspecify.annotations.NullMarked;
