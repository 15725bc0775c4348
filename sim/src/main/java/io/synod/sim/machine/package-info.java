/** The state machine that the simulated members run: a few keys, and each command once. */
@NullMarked
package io.synod.sim.machine;

import org.jspecify.annotations.NullMarked;
