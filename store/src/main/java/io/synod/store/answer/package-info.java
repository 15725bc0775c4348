/**
 * Answers that may be larger than memory: which key-values belong to them, how many bytes they
 * take, and those bytes piece by piece.
 *
 * <p>The length of a message stands before it on the wire, so an answer is looked at twice: once
 * for its length, once for its bytes. Both times it is of one revision.
 */
@NullMarked
package io.synod.store.answer;

import org.jspecify.annotations.NullMarked;
