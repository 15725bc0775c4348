/** Tests of the load. */
@NullMarked
package io.synod.bench.load;

import org.jspecify.annotations.NullMarked;
