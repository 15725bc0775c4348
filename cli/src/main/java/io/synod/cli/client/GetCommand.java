package io.synod.cli.client;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code synod get}. */
@Command(
    name = "get",
    description = "Print a key and its value, each on a line of its own.",
    footer = "Exit status 0 also where there is no such key; nothing is printed then.")
public final class GetCommand implements Callable<Integer> {
  @Mixin private final Endpoints endpoints = new Endpoints();

  @Option(names = "--prefix", description = "Every key that begins with KEY.")
  private boolean prefix;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  GetCommand() {}

  @Override
  public Integer call() throws Failure, IOException {
    ByteString start = ByteString.copyFromUtf8(key);
    RangeRequest.Builder request = RangeRequest.newBuilder().setKey(start);
    if (prefix) {
      request.setKey(Keys.start(start)).setRangeEnd(Keys.end(start));
    }
    OutputStream out = new BufferedOutputStream(System.out);
    try (Client client = new Client(endpoints.addresses())) {
      for (KeyValue pair : client.range(request.build()).getKvsList()) {
        pair.getKey().writeTo(out);
        out.write('\n');
        pair.getValue().writeTo(out);
        out.write('\n');
      }
    }
    out.flush();
    return 0;
  }
}
