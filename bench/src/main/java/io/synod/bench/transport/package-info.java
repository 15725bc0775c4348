/** The transports that {@link io.synod.bench.PeerTransports} compares. */
@NullMarked
package io.synod.bench.transport;

import org.jspecify.annotations.NullMarked;
