/**
 * The server's state machine: etcd's data model, what may be asked of it, and what it answers.
 *
 * <p>{@link io.synod.store.EtcdStore} is the way in; {@link io.synod.store.request.RequestCheck}
 * says beforehand which requests etcd would refuse whatever the state.
 */
@NullMarked
package io.synod.store;

import org.jspecify.annotations.NullMarked;
