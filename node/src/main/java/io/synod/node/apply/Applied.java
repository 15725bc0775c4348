package io.synod.node.apply;

/**
 * How far the state machine has come.
 *
 * @param slot every slot up to this one is applied and visible to readers
 * @param logHash the hash over their values
 */
public record Applied(long slot, long logHash) {}
