package io.synod.bench.load;

/**
 * One request and what its answer must look like to count as one.
 *
 * @param method what to call
 * @param message the request in Protobuf, without gRPC's prefix; not copied, so not to be changed
 * @param leastAnswerBytes the answer's message must have at least this many bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a value that lives for one request on the hot path
public record Call(GrpcMethod method, byte[] message, int leastAnswerBytes) {}
