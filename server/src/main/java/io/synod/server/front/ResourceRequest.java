package io.synod.server.front;

import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a resource.
 *
 * @param method HTTP's method
 * @param rest what follows the resource's path, decoded
 * @param headers the value of a header by its name in lower case, null if it is not there
 * @param body what came with it; the receiver's
 * @param eventLoop where the answer has to be given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResourceRequest(
    String method,
    String rest,
    Function<String, @Nullable String> headers,
    byte[] body,
    Executor eventLoop) {}
