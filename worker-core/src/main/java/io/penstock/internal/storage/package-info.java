/** Objects by URL: which backend has them, caps and checksums, and the backends for files and https. */
@NullMarked
package io.penstock.internal.storage;

import org.jspecify.annotations.NullMarked;
