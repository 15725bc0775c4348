/** etcd's v3 API, health and metrics of one member, on one port. */
@NullMarked
package io.synod.server;

import org.jspecify.annotations.NullMarked;
