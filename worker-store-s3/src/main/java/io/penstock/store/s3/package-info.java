/** {@code s3:} URLs. The client of the AWS SDK is made, and its many classes loaded, when the first object is asked for. */
@NullMarked
package io.penstock.store.s3;

import org.jspecify.annotations.NullMarked;
