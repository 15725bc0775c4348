package io.synod.explorer;

import java.util.List;

/** Writes JSON; small enough for a browser. */
final class Json {

  private final StringBuilder text = new StringBuilder();

  /** Whether the next element needs no comma before it. */
  private boolean first = true;

  @FunctionalInterface
  interface Part {
    void write(Json json);
  }

  /** Writes an object's fields. */
  Json object(Part fields) {
    return nested('{', fields, '}');
  }

  /** Writes an array's elements. */
  Json array(Part elements) {
    return nested('[', elements, ']');
  }

  private Json nested(char open, Part inside, char close) {
    element();
    text.append(open);
    first = true;
    inside.write(this);
    text.append(close);
    first = false;
    return this;
  }

  /** Fields as they are written, for many objects that have the same. */
  static String fields(Part fields) {
    Json json = new Json();
    fields.write(json);
    return json.toString();
  }

  /** Writes what {@link #fields(Part)} has written. */
  Json written(String fields) {
    element();
    text.append(fields);
    return this;
  }

  /** Begins a field; its value comes next. */
  Json field(String name) {
    element();
    quote(name);
    text.append(':');
    first = true;
    return this;
  }

  Json field(String name, String value) {
    return field(name).value(value);
  }

  Json field(String name, long value) {
    field(name).element();
    text.append(value);
    return this;
  }

  Json field(String name, boolean value) {
    field(name).element();
    text.append(value);
    return this;
  }

  Json field(String name, List<String> values) {
    return field(name).array(json -> values.forEach(json::value));
  }

  Json value(String value) {
    element();
    quote(value);
    return this;
  }

  Json value(long value) {
    element();
    text.append(value);
    return this;
  }

  private void element() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      switch (letter) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(letter < ' ' ? ' ' : letter);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
