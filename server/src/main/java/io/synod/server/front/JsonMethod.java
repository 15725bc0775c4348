package io.synod.server.front;

import com.google.protobuf.Message;

/**
 * A gRPC method for whoever speaks JSON over HTTP/1.1.
 *
 * @param method the method
 * @param request an empty request
 * @param response an empty response
 */
public record JsonMethod(GrpcMethod method, Message request, Message response) {

  /** How long a request's text may be: bytes take a third more in base 64, and names are longer. */
  int mostBytes() {
    return 2 * method.maxMessageBytes();
  }
}
