/**
 * etcd's Lock and Election services: lines of keys, in the layout that etcd's own client library
 * uses, so that both can meet in one.
 */
@NullMarked
package io.synod.server.lock;

import org.jspecify.annotations.NullMarked;
