package io.synod.server.front;

import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not gRPC.
 *
 * @param method HTTP's method
 * @param uri the path with the query, as it was on the wire
 * @param headers the value of a header by its name in lower case, null if it is not there
 * @param body what came with it, or null if nobody has listened to it
 * @param eventLoop where the answer has to be given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Asked(
    String method,
    String uri,
    Function<String, @Nullable String> headers,
    byte @Nullable [] body,
    Executor eventLoop) {}
