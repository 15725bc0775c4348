/**
 * One writer at a time: seed 001's use of consensus, by processes, with a token that fences off old
 * writers. Begin with {@code Rivals}.
 */
@NullMarked
package io.synod.examples.writer;

import org.jspecify.annotations.NullMarked;
