package io.synod.core.election;

import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;

/**
 * What a member knows of another one.
 *
 * @param member the other
 * @param said its last heartbeat
 * @param at when anything of it arrived last, on the clock of the ticks
 * @param heard whether that was of late
 * @param connected whether each of the two hears the other
 */
public record Neighbour(
    MemberId member, Heartbeat said, long at, boolean heard, boolean connected) {}
