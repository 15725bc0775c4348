/**
 * etcd's Watch service: every watch is a place in the history, and moves on as its client reads.
 */
@NullMarked
package io.synod.server.watch;

import org.jspecify.annotations.NullMarked;
