/** What a seed stands for: the figures of one run, each of which can be set by hand or shrunk. */
@NullMarked
package io.synod.sim.plan;

import org.jspecify.annotations.NullMarked;
