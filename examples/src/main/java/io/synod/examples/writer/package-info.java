/** One writer at a time: seed 001's use of consensus, with a token that fences off old writers. */
@NullMarked
package io.synod.examples.writer;

import org.jspecify.annotations.NullMarked;
