/**
 * Linearizable reads that write nothing: the leader's rounds of confirmation, and the reads that
 * wait for them at a member.
 */
@NullMarked
package io.synod.core.read;

import org.jspecify.annotations.NullMarked;
