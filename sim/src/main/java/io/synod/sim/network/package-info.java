/** Links that lose, double, delay, hold back and cut, whatever the messages are. */
@NullMarked
package io.synod.sim.network;

import org.jspecify.annotations.NullMarked;
