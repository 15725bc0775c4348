/** etcd's Watch service: clients' streams, on which {@link io.synod.store.follow} is heard. */
@NullMarked
package io.synod.server.watch;

import org.jspecify.annotations.NullMarked;
