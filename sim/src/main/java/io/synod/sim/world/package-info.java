/** The cluster of one seed in one thread: members, storm, clients, and the calm after the storm. */
@NullMarked
package io.synod.sim.world;

import org.jspecify.annotations.NullMarked;
