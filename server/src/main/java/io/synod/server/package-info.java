/**
 * One member of a cluster behind etcd's v3 API: gRPC, health, metrics and status on one port.
 *
 * <p>A request stays on the event loop of its connection: it is proposed or registered as a read
 * there, and the member's answer comes back to the same loop, many answers at a time.
 */
@NullMarked
package io.synod.server;

import org.jspecify.annotations.NullMarked;
