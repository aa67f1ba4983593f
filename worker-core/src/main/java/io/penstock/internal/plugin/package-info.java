/** Finding plug-ins and describing them to the runtime. */
@NullMarked
package io.penstock.internal.plugin;

import org.jspecify.annotations.NullMarked;
