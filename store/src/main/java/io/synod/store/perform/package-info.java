/**
 * How requests are done on keys: comparisons, puts, deletes and transactions in etcd's order. What
 * comes out is an answer that says where its key-values are found, not what they hold.
 */
@NullMarked
package io.synod.store.perform;

import org.jspecify.annotations.NullMarked;
