/**
 * Leases and their time, which is a part of the state: it passes when the log says so, and for all
 * members alike.
 *
 * <p>In their family, numbers being big-endian: a zero byte, then nothing, names how far time has
 * come ({@link io.synod.store.lease.LeaseTime}'s fields in order); 1 and a lease's id, what it was
 * granted and when it ends; 2, a lease's id and a key, nothing more: the lease has that key.
 */
@NullMarked
package io.synod.store.lease;

import org.jspecify.annotations.NullMarked;
