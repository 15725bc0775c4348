/**
 * The wire between clients and services: one port that takes gRPC over HTTP/2, and pages over
 * HTTP/2 and HTTP/1.1.
 *
 * <p>It knows neither etcd nor members. A connection belongs to one event loop, and all that is
 * asked on it is handled and answered there; answers that are given in one turn of the loop are
 * written in one piece.
 */
@NullMarked
package io.synod.server.front;

import org.jspecify.annotations.NullMarked;
