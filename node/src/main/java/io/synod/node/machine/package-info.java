/**
 * State machines that live in memory: what keeps them on disk, and each command's effect single.
 */
@NullMarked
package io.synod.node.machine;

import org.jspecify.annotations.NullMarked;
