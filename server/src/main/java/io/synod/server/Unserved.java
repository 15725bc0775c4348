package io.synod.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.synod.server.GrpcStatus.Code;

/**
 * Answers whatever nothing else answers: methods of etcd that are not there yet, and paths that are
 * not there at all.
 */
final class Unserved implements HttpService {

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    request.abort();
    if (isGrpc(request)) {
      String method = context.path().substring(1);
      return new GrpcStatus(Code.UNIMPLEMENTED, "Synod does not serve %s yet.".formatted(method))
          .response();
    }
    return HttpResponse.of(
        HttpStatus.NOT_FOUND, MediaType.PLAIN_TEXT_UTF_8, "404 page not found\n");
  }

  static boolean isGrpc(HttpRequest request) {
    String type = request.headers().get("content-type");
    return type != null && type.startsWith("application/grpc");
  }
}
