/**
 * How members reach each other: one connection per pair and direction for the protocol, and one on
 * demand for snapshots.
 *
 * <p>{@link io.synod.node.peers.Network} is the port; what stands behind it may lose messages,
 * never damages them.
 */
@NullMarked
package io.synod.node.peers;

import org.jspecify.annotations.NullMarked;
