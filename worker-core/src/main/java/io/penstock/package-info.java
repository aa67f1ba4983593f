/** What a job is and how it can end: the vocabulary shared by producers, plug-ins and the runtime. */
@NullMarked
package io.penstock;

import org.jspecify.annotations.NullMarked;
