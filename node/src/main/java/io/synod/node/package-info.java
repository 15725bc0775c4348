/**
 * Synod as a library: a replicated log that drives a state machine of yours.
 *
 * <p>Write a {@link io.synod.node.StateMachine}, fill in a {@link io.synod.node.MemberConfig},
 * start a {@link io.synod.node.Member} in each process, and propose commands through any of them.
 * This package is all that users see; what it stands on may change at any time.
 */
@NullMarked
package io.synod.node;

import org.jspecify.annotations.NullMarked;
