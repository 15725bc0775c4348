/**
 * The words of the protocol: ballots, members, values, messages, journal records, events and
 * effects.
 *
 * <p>Everything here is a value. The rules stand in the packages below, and {@code
 * io.synod.core.replica.Replica} is the only way in and out: one event in, its effects out.
 */
@NullMarked
package io.synod.core;

import org.jspecify.annotations.NullMarked;
