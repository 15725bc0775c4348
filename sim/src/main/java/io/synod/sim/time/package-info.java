/** Virtual time: what is due next, and what each member's clock shows of it. */
@NullMarked
package io.synod.sim.time;

import org.jspecify.annotations.NullMarked;
