package io.synod.bench.differential;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.synod.store.wire.WatchRequest;
import java.io.IOException;
import java.util.Locale;

/**
 * One thing that a client does. Revisions may be {@linkplain Relative relative} to the newest one.
 */
sealed interface Step {

  /** What the name of a call begins with that is made as JSON. */
  String JSON = "json-";

  /** What it is, in a word; differences of one kind have the same. */
  String kind();

  /** The message that is sent. */
  Message message();

  /** The same with another message of the same type. */
  Step with(Message message);

  /** As a line of a script. */
  default String line() {
    return kind() + " {" + Wording.of(message()) + "}";
  }

  /** A call with one answer. */
  record Ask(Unary method, Message message, boolean json) implements Step {
    Ask(Unary method, Message message) {
      this(method, message, false);
    }

    @Override
    public String kind() {
      return (json ? JSON : "") + method.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Step with(Message other) {
      return new Ask(method, other, json);
    }
  }

  /** A request on one of the watch streams, which is opened if it is not. */
  record Watch(int stream, WatchRequest message) implements Step {
    @Override
    public String kind() {
      return "watch" + stream;
    }

    @Override
    public Step with(Message other) {
      return new Watch(stream, (WatchRequest) other);
    }
  }

  /** A client ends one of its watch streams, if it is open. */
  record Close(int stream) implements Step {
    @Override
    public String kind() {
      return "close" + stream;
    }

    @Override
    public Message message() {
      return WatchRequest.getDefaultInstance();
    }

    @Override
    public Step with(Message other) {
      return this;
    }
  }

  /** Reads what {@link #line} wrote. */
  static Step read(String line) throws IOException {
    int brace = line.indexOf(" {");
    if (brace < 0 || !line.endsWith("}")) {
      throw new IOException("this is no call: " + line);
    }
    String kind = line.substring(0, brace);
    String text = line.substring(brace + 2, line.length() - 1);
    try {
      if (kind.startsWith("watch")) {
        Message request = Wording.read(text, WatchRequest.getDefaultInstance());
        return new Watch(Integer.parseInt(kind.substring(5)), (WatchRequest) request);
      }
      if (kind.startsWith("close")) {
        return new Close(Integer.parseInt(kind.substring(5)));
      }
      boolean json = kind.startsWith(JSON);
      String name = json ? kind.substring(JSON.length()) : kind;
      Unary method = Unary.valueOf(name.toUpperCase(Locale.ROOT));
      return new Ask(method, Wording.read(text, method.like()), json);
    } catch (TextFormat.ParseException | IllegalArgumentException e) {
      throw new IOException("this is no call: " + line, e);
    }
  }
}
