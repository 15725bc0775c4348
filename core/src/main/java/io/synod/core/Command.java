package io.synod.core;

/**
 * What a client wants done to the state machine, with the means to do it only once.
 *
 * @param session the writer
 * @param sequence the number of this command within its session, from 1, never used for another
 *     command
 * @param acknowledged every sequence of the session up to this one is settled at the writer, which
 *     will not send any of them again; less than {@code sequence}
 * @param payload what the state machine understands; the core never looks into it
 */
public record Command(Session session, long sequence, long acknowledged, Bytes payload) {}
