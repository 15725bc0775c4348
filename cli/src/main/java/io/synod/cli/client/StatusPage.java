package io.synod.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * How one member says that it stands, from its page {@code /synod/status}.
 *
 * @param name what people call it
 * @param role leader, follower, or that it has no leader
 * @param leader the leader's name, or nothing
 * @param ballot the ballot that it follows
 * @param chosen the last slot known to be chosen, with all below it
 * @param applied the last slot applied to its store
 * @param journalBytes how much disk its journal takes
 * @param logHash the hash of all commands up to {@code applied}
 */
public record StatusPage(
    String name,
    String role,
    String leader,
    String ballot,
    long chosen,
    long applied,
    long journalBytes,
    String logHash) {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Asks a member.
   *
   * @param address {@code host:port} of its client side
   * @throws IOException if it does not answer, or not as a member of Synod does
   */
  public static StatusPage of(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + address + "/synod/status").toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      Map<String, String> fields = flat(in);
      return new StatusPage(
          text(fields, "name"),
          text(fields, "role"),
          text(fields, "leaderName"),
          text(fields, "ballot"),
          number(fields, "chosen"),
          number(fields, "applied"),
          number(fields, "journalBytes"),
          text(fields, "logHash"));
    } finally {
      connection.disconnect();
    }
  }

  private static Map<String, String> flat(InputStream in) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && parser.currentName() != null) {
          fields.put(parser.currentName(), parser.getText());
        }
      }
    }
    return fields;
  }

  private static String text(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("its status page has no field " + name);
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) throws IOException {
    try {
      return Long.parseLong(text(fields, name));
    } catch (NumberFormatException e) {
      throw new IOException("the field " + name + " of its status page is no number", e);
    }
  }
}
