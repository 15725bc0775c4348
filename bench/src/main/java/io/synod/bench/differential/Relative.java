package io.synod.bench.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;

/**
 * Revisions that are counted from the newest one, so that a sequence of calls keeps its sense when
 * calls are left out of it or when it does not begin at revision 1.
 */
final class Relative {
  /** Stands for the newest revision. */
  static final long NEWEST = 1L << 40;

  private static final long REACH = 1L << 30;

  private Relative() {}

  /** The newest revision and so many. */
  static long revision(long distance) {
    return NEWEST + distance;
  }

  /** Puts absolute revisions, 1 or later, in the place of relative ones, in nested messages too. */
  static Message resolve(Message message, long newest) {
    Message.Builder builder = null;
    for (var entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != JavaType.LONG && field.getJavaType() != JavaType.MESSAGE) {
        continue;
      }
      builder = builder == null ? message.toBuilder() : builder;
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          builder.setRepeatedField(field, i, value(message.getRepeatedField(field, i), newest));
        }
      } else {
        builder.setField(field, value(entry.getValue(), newest));
      }
    }
    return builder == null ? message : builder.build();
  }

  private static Object value(Object value, long newest) {
    return switch (value) {
      case Message message -> resolve(message, newest);
      case Long number when Math.abs(number - NEWEST) < REACH ->
          Math.max(1, number - NEWEST + newest);
      default -> value;
    };
  }
}
