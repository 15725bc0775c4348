/**
 * Keys with all their revisions: how they lie in the ordered map, how they are read at a revision,
 * and how requests change them.
 *
 * <p>Events never change once written, so a reader needs no snapshot: it takes the committed
 * revision once and passes over what is newer.
 */
@NullMarked
package io.synod.store.mvcc;

import org.jspecify.annotations.NullMarked;
