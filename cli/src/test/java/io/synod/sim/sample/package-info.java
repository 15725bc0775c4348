/** Small classes that break the rules of sim. */
@NullMarked
package io.synod.sim.sample;

import org.jspecify.annotations.NullMarked;
