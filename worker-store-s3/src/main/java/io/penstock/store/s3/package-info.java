/** {@code s3:} URLs. Nothing of the AWS SDK is loaded before the first object is asked for. */
@NullMarked
package io.penstock.store.s3;

import org.jspecify.annotations.NullMarked;
