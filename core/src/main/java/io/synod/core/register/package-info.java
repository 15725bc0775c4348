/**
 * Registers: one single-decree instance of Paxos per name, proposed to by any member, without a
 * leader.
 *
 * <p>{@code RegisterAcceptor} is the acceptor's side, {@code Proposer} and {@code Reader} pursue
 * what this member's clients want, {@code Shelf} has the states at hand that are in use, and {@code
 * Registers} puts them together.
 */
@NullMarked
package io.synod.core.register;

import org.jspecify.annotations.NullMarked;
