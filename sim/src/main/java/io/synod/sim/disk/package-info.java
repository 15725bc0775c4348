/** A member's disk at the level of records: what of it survives which accident. */
@NullMarked
package io.synod.sim.disk;

import org.jspecify.annotations.NullMarked;
