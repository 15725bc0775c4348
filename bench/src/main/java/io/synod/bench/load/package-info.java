/**
 * The load: closed-loop clients of etcd's gRPC API over a client of HTTP/2 that takes as little of
 * the shared processors as possible.
 */
@NullMarked
package io.synod.bench.load;

import org.jspecify.annotations.NullMarked;
