package io.synod.server.front;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Small JSON objects, field by field. */
public final class JsonObject {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonObject() {}

  /** Writes the fields of an object. */
  public interface Fields {
    /** Writes them. */
    void write(JsonGenerator to) throws IOException;
  }

  /** The text of an object with these fields. */
  public static String of(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(text)) {
      to.writeStartObject();
      fields.write(to);
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
