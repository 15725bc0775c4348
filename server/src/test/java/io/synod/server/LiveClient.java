package io.synod.server;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** Looks at a member as the page does. */
final class LiveClient implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> answer;
  private final BufferedReader lines;

  LiveClient(String endpoint) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/explorer/live"))
            .header("Accept", "text/event-stream")
            .build();
    answer = client.send(request, BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  int status() {
    return answer.statusCode();
  }

  String type() {
    return answer.headers().firstValue("content-type").orElse("");
  }

  /** What comes next. */
  Struct next() throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("The events ended.");
    }
    Struct.Builder picture = Struct.newBuilder();
    JsonFormat.parser().merge(line.substring("data: ".length()), picture);
    return picture.build();
  }

  /** The first picture from now on that is as wanted. */
  Struct await(Predicate<Struct> wanted) throws IOException {
    Struct picture = next();
    while (!wanted.test(picture)) {
      picture = next();
    }
    return picture;
  }

  /** What a picture says under these names, each within the one before. */
  static Value in(Struct picture, String... names) {
    Value found = Value.newBuilder().setStructValue(picture).build();
    for (String name : names) {
      found = found.getStructValue().getFieldsOrDefault(name, Value.getDefaultInstance());
    }
    return found;
  }

  static String text(Struct picture, String... names) {
    return in(picture, names).getStringValue();
  }

  static double number(Struct picture, String... names) {
    return in(picture, names).getNumberValue();
  }

  static boolean flag(Struct picture, String... names) {
    return in(picture, names).getBoolValue();
  }

  static List<Struct> list(Struct picture, String name) {
    return in(picture, name).getListValue().getValuesList().stream()
        .map(Value::getStructValue)
        .toList();
  }

  @Override
  public void close() throws IOException {
    lines.close();
    client.shutdownNow();
  }
}
