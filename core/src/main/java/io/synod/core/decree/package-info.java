/**
 * The one rule of Paxos: when an acceptor promises and accepts, what a proposer must propose, and
 * when a value is chosen.
 *
 * <p>The log and the registers both stand on these classes; the rule is written nowhere else.
 */
@NullMarked
package io.synod.core.decree;

import org.jspecify.annotations.NullMarked;
