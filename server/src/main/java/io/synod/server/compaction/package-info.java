/** When the history is compacted without anybody asking: etcd's rules. */
@NullMarked
package io.synod.server.compaction;

import org.jspecify.annotations.NullMarked;
