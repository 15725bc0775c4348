/**
 * A first deterministic cluster: several replicas in one thread, on simulated disks of records and
 * a network that loses, doubles, delays and reorders, all from one seed. {@code Checker} stands
 * apart from the members and looks after every step.
 */
@NullMarked
package io.synod.core.cluster;

import org.jspecify.annotations.NullMarked;
