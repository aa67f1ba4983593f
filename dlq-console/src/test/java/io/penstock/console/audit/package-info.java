@NullMarked
package io.penstock.console.audit;

import org.jspecify.annotations.NullMarked;
