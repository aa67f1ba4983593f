/** Tests of the {@code email.send} plug-in. */
@NullMarked
package io.penstock.email;

import org.jspecify.annotations.NullMarked;
