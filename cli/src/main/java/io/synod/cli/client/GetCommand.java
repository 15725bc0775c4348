package io.synod.cli.client;

import io.synod.cli.Failure;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code synod get}. */
@Command(
    name = "get",
    description = "Print a key and its value, each on a line of its own.",
    footer = "A key that is not there is no failure, as with etcdctl: nothing is printed.")
public final class GetCommand implements Callable<Integer> {
  @Mixin private final Endpoints endpoints = new Endpoints();

  @Mixin private final KeyRange keys = new KeyRange();

  GetCommand() {}

  @Override
  public Integer call() throws Failure, IOException {
    RangeRequest request =
        RangeRequest.newBuilder().setKey(keys.start()).setRangeEnd(keys.end()).build();
    OutputStream out = new BufferedOutputStream(System.out);
    try (Client client = new Client(endpoints.addresses())) {
      for (KeyValue pair : client.range(request).getKvsList()) {
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
