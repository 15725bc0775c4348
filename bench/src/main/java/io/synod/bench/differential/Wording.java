package io.synod.bench.differential;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;

/** Messages as one line of text that can be read back. */
final class Wording {
  private Wording() {}

  static String of(Message message) {
    return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
  }

  /** Reads what {@link #of} wrote. */
  static Message read(String text, Message like) throws TextFormat.ParseException {
    Message.Builder builder = like.newBuilderForType();
    TextFormat.merge(text, builder);
    return builder.build();
  }
}
