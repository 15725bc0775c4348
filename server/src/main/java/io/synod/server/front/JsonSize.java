package io.synod.server.front;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a message has that is written as JSON. However long the text is, little of it is
 * in memory at a time.
 */
final class JsonSize {

  /** Bytes are counted as they are read; names and whatever else is a text have to be short. */
  private static final int LONGEST_STRING = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_STRING).build())
          .build();

  private static final Base64Variant BASE_64 = Base64Variants.getDefaultVariant();
  private static final JsonFormat.Parser SHORT = JsonFormat.parser().ignoringUnknownFields();

  private final JsonParser parser;

  private JsonSize(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the first message, or all.
   *
   * @return the size of the longest that was read
   * @throws IOException with a message that says what is wrong with the text
   */
  static long longest(InputStream text, Descriptor type, boolean all) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonSize size = new JsonSize(parser);
      long longest = 0;
      while (parser.nextToken() != null) {
        longest = Math.max(longest, size.message(type));
        if (!all) {
          break;
        }
      }
      return longest;
    }
  }

  private long message(Descriptor type) throws IOException {
    expect(JsonToken.START_OBJECT);
    Map<FieldDescriptor, Long> sizes = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = field(type, parser.currentName());
      JsonToken value = parser.nextToken();
      if (field == null || value == JsonToken.VALUE_NULL) {
        JsonParser _ = parser.skipChildren();
      } else {
        sizes.put(field, field.isRepeated() ? list(field) : single(field));
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private void expect(JsonToken token) throws JsonParseException {
    if (parser.currentToken() != token) {
      throw new JsonParseException(parser, "Expected %s here.".formatted(token));
    }
  }

  private static @Nullable FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field != null) {
      return field;
    }
    return type.getFields().stream()
        .filter(each -> each.getJsonName().equals(name))
        .findAny()
        .orElse(null);
  }

  private long list(FieldDescriptor field) throws IOException {
    expect(JsonToken.START_ARRAY);
    long sum = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      sum += single(field);
    }
    return field.isPacked() && sum > 0 ? delimited(field, sum) : sum;
  }

  /** A value with its field's number; without, if it is packed with others. */
  private long single(FieldDescriptor field) throws IOException {
    return switch (field.getType()) {
      case MESSAGE -> delimited(field, message(field.getMessageType()));
      case BYTES -> {
        long size = binary();
        yield size == 0 && !field.hasPresence() && !field.isRepeated() ? 0 : delimited(field, size);
      }
      default -> scalar(field);
    };
  }

  private long binary() throws IOException {
    try {
      return parser.readBinaryValue(BASE_64, OutputStream.nullOutputStream());
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(parser, e.getMessage(), e);
    }
  }

  private static long delimited(FieldDescriptor field, long size) {
    return CodedOutputStream.computeTagSize(field.getNumber())
        + CodedOutputStream.computeUInt64SizeNoTag(size)
        + size;
  }

  private long scalar(FieldDescriptor field) throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      throw new JsonParseException(parser, "Expected a value of %s.".formatted(field.getName()));
    }
    String value = parser.getText();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      value = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
    String list = field.isRepeated() ? "[" + value + "]" : value;
    DynamicMessage.Builder only = DynamicMessage.newBuilder(field.getContainingType());
    SHORT.merge("{\"%s\":%s}".formatted(field.getName(), list), only);
    int size = only.build().getSerializedSize();
    return field.isPacked()
        ? size - CodedOutputStream.computeTagSize(field.getNumber()) - 1L
        : size;
  }
}
