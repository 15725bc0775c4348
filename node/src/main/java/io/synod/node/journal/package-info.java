/**
 * The journal: what a member must not forget, in numbered batches in segment files.
 *
 * <p>{@code Journal} is the passive part (recovery, writing a batch, preparing and deleting
 * segments), which a simulation can drive step by step; {@code JournalWriter} gives it its threads.
 * The format stands in {@code Layout}.
 */
@NullMarked
package io.synod.node.journal;

import org.jspecify.annotations.NullMarked;
