/**
 * A whole cluster in one thread: virtual time, simulated network and disks, faults, and checkers
 * that stand apart from the members.
 *
 * <p>One seed is one run, replayed exactly. Like the core, this module uses only the plain JDK, and
 * only what also compiles to JavaScript; nothing here looks up time, chance or the order of a hash.
 */
@NullMarked
package io.synod.sim;

import org.jspecify.annotations.NullMarked;
