/**
 * Synod and its peers on the same work, side by side: the commands behind {@code
 * bench/against-etcd} and {@code bench/profile}, and the comparison of peer transports.
 */
@NullMarked
package io.synod.bench;

import org.jspecify.annotations.NullMarked;
