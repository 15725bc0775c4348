/**
 * Whole members in the simulated world: the production member with its journal, recovery, snapshots
 * and store, on simulated disks, driven by the simulated scheduler.
 */
@NullMarked
package io.synod.members;

import org.jspecify.annotations.NullMarked;
