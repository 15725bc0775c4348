package io.synod.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.synod.core.Bytes;
import io.synod.node.registers.Registers;
import io.synod.node.registers.Registers.Listed;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.front.JsonObject;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Resource;
import io.synod.server.front.ResourceRequest;
import io.synod.server.front.Routes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Registers for whoever speaks HTTP: GET reads {@code /v1/registers/NAME}, PUT and POST propose the
 * body as its value, and GET of {@code /v1/registers} lists.
 */
final class RegisterPages implements Resource {

  private static final String PATH = "/v1/registers";

  private final Registers registers;

  RegisterPages(Registers registers) {
    this.registers = registers;
  }

  void addTo(Routes routes) {
    routes.page(
        PATH,
        request ->
            list(request.all("after"), request.all("limit"))
                .thenApplyAsync(page -> page, request.eventLoop()));
    routes.resource(PATH + "/", this);
  }

  @Override
  public CompletableFuture<PageAnswer> serve(ResourceRequest request) {
    String name = request.rest();
    try {
      CompletableFuture<PageAnswer> answer =
          switch (request.method()) {
            case "GET", "HEAD" -> registers.read(name).thenApply(read -> read(name, read));
            case "PUT", "POST" ->
                registers
                    .propose(name, Bytes.wrap(request.body()))
                    .thenApply(chosen -> chosen(name, chosen, true));
            default ->
                PageAnswer.text(
                        405,
                        "405 method not allowed: read a register with GET, propose a value with"
                            + " PUT; what is chosen is never deleted\n")
                    .now();
          };
      return answer
          .exceptionally(RegisterPages::failed)
          .thenApplyAsync(page -> page, request.eventLoop());
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage())).now();
    }
  }

  private static PageAnswer read(String name, Optional<Registers.Chosen> read) {
    return read.map(chosen -> chosen(name, chosen, false))
        .orElseGet(() ->
            json(
                404,
                to -> {
                  to.writeStringField("name", name);
                  to.writeBooleanField("chosen", false);
                }));
  }

  private static PageAnswer chosen(String name, Registers.Chosen chosen, boolean proposed) {
    return json(
        200,
        to -> {
          to.writeStringField("name", name);
          to.writeBooleanField("chosen", true);
          writeValue(chosen.value(), to);
          if (proposed) {
            to.writeBooleanField("own", chosen.own());
          }
          to.writeNumberField("rounds", chosen.rounds());
        });
  }

  /** Text stands as it is, anything else in base 64 under another name. */
  private static void writeValue(Bytes value, JsonGenerator to) throws IOException {
    String text;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.array());
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      to.writeBinaryField("value_base64", value.array());
      return;
    }
    to.writeStringField("value", text);
  }

  private CompletableFuture<PageAnswer> list(List<String> after, List<String> limit) {
    int most = limit.isEmpty() ? RegisterService.MOST_LISTED : number(limit.getFirst());
    if (most < 1 || most > RegisterService.MOST_LISTED) {
      return error(400, "The limit is a number from 1 to " + RegisterService.MOST_LISTED + ".")
          .now();
    }
    return registers
        .list(after.isEmpty() ? "" : after.getFirst(), most + 1)
        .thenApply(found -> list(found, most))
        .exceptionally(RegisterPages::failed);
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static PageAnswer list(List<Listed> found, int most) {
    return json(
        200,
        to -> {
          to.writeArrayFieldStart("registers");
          for (Listed register : found.subList(0, Math.min(most, found.size()))) {
            to.writeStartObject();
            to.writeStringField("name", register.name());
            to.writeBooleanField("chosen", register.chosen());
            to.writeEndObject();
          }
          to.writeEndArray();
          to.writeBooleanField("more", found.size() > most);
        });
  }

  private static PageAnswer failed(Throwable failure) {
    GrpcStatus status = RegisterService.status(failure);
    return error(status.code() == Code.INTERNAL ? 500 : 503, status.text());
  }

  private static PageAnswer error(int status, String sentence) {
    return json(status, to -> to.writeStringField("error", sentence));
  }

  private static PageAnswer json(int status, JsonObject.Fields fields) {
    return PageAnswer.json(status, JsonObject.of(fields) + "\n");
  }
}
