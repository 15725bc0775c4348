/**
 * The ordered map that the store lives in: a small port, and its two forms, RocksDB on disk and
 * skip lists in memory.
 *
 * <p>Nothing here knows keys, revisions or etcd.
 */
@NullMarked
package io.synod.store.map;

import org.jspecify.annotations.NullMarked;
