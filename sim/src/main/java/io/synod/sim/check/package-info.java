/**
 * Checkers that stand apart from members: they read disks and messages, and trust nobody's word.
 */
@NullMarked
package io.synod.sim.check;

import org.jspecify.annotations.NullMarked;
