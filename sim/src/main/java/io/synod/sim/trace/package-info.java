/** What happened, as a hash to compare runs by and as lines to read. */
@NullMarked
package io.synod.sim.trace;

import org.jspecify.annotations.NullMarked;
