package io.synod.server.front;

import java.util.concurrent.Executor;

/**
 * What is asked of a resource.
 *
 * @param method HTTP's method
 * @param rest what follows the resource's path, decoded
 * @param body what came with it; the receiver's
 * @param eventLoop where the answer has to be given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResourceRequest(String method, String rest, byte[] body, Executor eventLoop) {}
