/** The state machine of the server: etcd's data model on an ordered map. */
@NullMarked
package io.synod.store;

import org.jspecify.annotations.NullMarked;
