/** Which jobs are running and which effects have happened, in this process and in all of them. */
@NullMarked
package io.penstock.internal.ledger;

import org.jspecify.annotations.NullMarked;
