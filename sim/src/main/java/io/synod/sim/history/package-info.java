/**
 * Decides whether what clients saw could have come from one object that does one operation at a
 * time: linearizability, by the algorithm of Wing and Gong with Lowe's memoization.
 *
 * <p>It knows neither the simulator nor a protocol, so tests of real processes use it too.
 */
@NullMarked
package io.synod.sim.history;

import org.jspecify.annotations.NullMarked;
