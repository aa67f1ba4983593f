/** Worker and producer processes: started, killed, frozen, started again. */
@NullMarked
package io.penstock.torture.process;

import org.jspecify.annotations.NullMarked;
