package io.synod.server.front;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.synod.server.front.GrpcStatus.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as etcd's gateway writes them: names as in the schema, numbers of 64 bits as strings,
 * bytes in base 64, nothing that is empty. What it does not know it passes over.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private Json() {}

  /**
   * Reads messages that follow each other.
   *
   * @param empty a message of their type
   * @throws IOException with a message that says what is wrong with the text
   */
  static List<Message> read(byte[] text, Message empty) throws IOException {
    List<Message> messages = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        JsonParser _ = parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        messages.add(message(new String(text, from, to - from, StandardCharsets.UTF_8), empty));
      }
    }
    return messages;
  }

  /** What is wrong with a text, for its author. */
  static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("this is not JSON");
  }

  private static Message message(String text, Message empty) throws InvalidProtocolBufferException {
    Message.Builder builder = empty.newBuilderForType();
    PARSER.merge(text, builder);
    return builder.build();
  }

  static String write(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One message of many. */
  static String line(MessageOrBuilder message) {
    return "{\"result\":" + write(message) + "}\n";
  }

  /** How a call failed that has sent nothing before. */
  static String error(GrpcStatus status) {
    return JsonObject.of(to -> {
      to.writeStringField("error", status.text());
      to.writeStringField("message", status.text());
      to.writeNumberField("code", status.code().number);
    });
  }

  /** How a stream failed. */
  static String streamError(GrpcStatus status) {
    int http = httpStatus(status.code());
    return JsonObject.of(to -> {
      to.writeObjectFieldStart("error");
      to.writeNumberField("grpc_code", status.code().number);
      to.writeNumberField("http_code", http);
      to.writeStringField("message", status.text());
      to.writeStringField("http_status", HttpResponseStatus.valueOf(http).reasonPhrase());
      to.writeEndObject();
    });
  }

  /** HTTP's status for gRPC's, as gateways have it. */
  static int httpStatus(Code code) {
    return switch (code) {
      case OK -> 200;
      case CANCELED -> 408;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
      case DEADLINE_EXCEEDED -> 504;
      case NOT_FOUND -> 404;
      case FAILED_PRECONDITION -> 412;
      case RESOURCE_EXHAUSTED -> 429;
      case UNIMPLEMENTED -> 501;
      case UNKNOWN, INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }
}
