package io.synod.explorer;

import java.util.List;

/**
 * One line of a run, and what came of it.
 *
 * @param line the command
 * @param at the time after it, in milliseconds
 * @param isOwn whether it came by itself: it was what came next if nobody meddled
 * @param member whom it concerns, from 0, or -1 for all
 * @param said what the members did, as a transcript says it
 * @param arrived the messages that arrived
 * @param lost the messages that never will
 * @param left the messages that left
 */
record Step(
    String line,
    long at,
    boolean isOwn,
    int member,
    List<String> said,
    List<Flight> arrived,
    List<Flight> lost,
    List<Flight> left) {}
