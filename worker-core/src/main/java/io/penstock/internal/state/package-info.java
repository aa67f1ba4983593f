/** State that plug-ins share with the other workers, in Redis or, without it, with nobody. Knows no job. */
@NullMarked
package io.penstock.internal.state;

import org.jspecify.annotations.NullMarked;
