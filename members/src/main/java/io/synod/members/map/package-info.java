/** The store's ordered map in memory, with its flushes on a simulated disk. */
@NullMarked
package io.synod.members.map;

import org.jspecify.annotations.NullMarked;
