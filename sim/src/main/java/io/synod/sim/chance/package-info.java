/** Randomness that a seed fixes for ever, on the JVM and in a browser. */
@NullMarked
package io.synod.sim.chance;

import org.jspecify.annotations.NullMarked;
