/** What a plug-in implements. A plug-in needs this package and {@link io.penstock} and nothing else of ours. */
@NullMarked
package io.penstock.spi;

import org.jspecify.annotations.NullMarked;
