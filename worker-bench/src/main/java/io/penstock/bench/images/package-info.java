/** {@code ./penstock bench images}: renditions of photographs per second, beside libvips' own program and sharp. */
@NullMarked
package io.penstock.bench.images;

import org.jspecify.annotations.NullMarked;
