/** How an S3 server is run in a child JVM. */
@NullMarked
package io.penstock.testbed.internal.s3;

import org.jspecify.annotations.NullMarked;
