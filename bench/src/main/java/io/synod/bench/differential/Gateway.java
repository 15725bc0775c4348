package io.synod.bench.differential;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's API as JSON over HTTP. */
final class Gateway implements AutoCloseable {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  /** Members and their elections are each cluster's own. */
  private static final Pattern OWN =
      Pattern.compile("\"(cluster_id|member_id|raft_term)\":\"[0-9]+\"");

  private static final Pattern ERROR =
      Pattern.compile("\\{\"error\":\"(.*)\",\"message\":\".*\",\"code\":([0-9]+)}");
  private static final String RESULT = "{\"result\":";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Gateway(int port) {
    this.port = port;
  }

  /** Asks a server. */
  CompletableFuture<Answer> ask(Unary method, Message request) {
    URI uri = URI.create("http://127.0.0.1:%d/v3/%s".formatted(port, method.path()));
    HttpRequest post =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(text(request))).build();
    return client
        .sendAsync(post, BodyHandlers.ofString())
        .thenApply(response -> page(method, response));
  }

  private static String text(Message request) {
    try {
      return PRINTER.print(request);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Answer page(Unary method, HttpResponse<String> response) {
    String text = OWN.matcher(response.body()).replaceAll("\"$1\":\"\"");
    return new Answer.Page(response.statusCode(), text, meaning(method, response));
  }

  private static Answer meaning(Unary method, HttpResponse<String> response) {
    String text = response.body().strip();
    if (response.statusCode() != 200) {
      Matcher error = ERROR.matcher(text);
      return error.matches()
          ? new Answer.Failed(
              Status.fromCodeValue(Integer.parseInt(error.group(2))).getCode(), error.group(1))
          : new Answer.Failed(Status.Code.UNKNOWN, text);
    }
    boolean line = text.startsWith(RESULT);
    Message.Builder message = method.answer().newBuilderForType();
    try {
      JsonFormat.parser()
          .merge(line ? text.substring(RESULT.length(), text.length() - 1) : text, message);
      return new Answer.Done(message.build());
    } catch (InvalidProtocolBufferException e) {
      return new Answer.Failed(Status.Code.INTERNAL, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
