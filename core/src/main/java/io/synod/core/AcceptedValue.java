package io.synod.core;

/**
 * What an acceptor holds in one slot: the value that it accepted last, and under which ballot.
 *
 * @param ballot the ballot of the accept
 * @param value the value
 */
public record AcceptedValue(Ballot ballot, Value value) {}
