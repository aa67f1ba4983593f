/** Objects that jobs read and write: files, S3, and what an https: URL names. */
@NullMarked
package io.penstock.spi.storage;

import org.jspecify.annotations.NullMarked;
