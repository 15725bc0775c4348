/** What watchers read: the events of the past, the latest of them from memory. */
@NullMarked
package io.synod.store.watch;

import org.jspecify.annotations.NullMarked;
