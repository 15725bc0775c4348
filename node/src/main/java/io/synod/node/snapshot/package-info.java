/**
 * Snapshots on their way from one member to another: the one that is behind pulls checked pieces, a
 * few at a time, and goes on where it stopped when the connection breaks.
 */
@NullMarked
package io.synod.node.snapshot;

import org.jspecify.annotations.NullMarked;
