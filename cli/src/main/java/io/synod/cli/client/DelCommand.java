package io.synod.cli.client;

import io.synod.cli.Failure;
import io.synod.store.wire.DeleteRangeRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code synod del}. */
@Command(
    name = "del",
    description = "Delete a key and print how many were deleted.",
    footer = "A key that is not there is no failure, as with etcdctl: 0 is printed.")
public final class DelCommand implements Callable<Integer> {
  @Mixin private final Endpoints endpoints = new Endpoints();

  @Mixin private final KeyRange keys = new KeyRange();

  DelCommand() {}

  @Override
  public Integer call() throws Failure {
    DeleteRangeRequest request =
        DeleteRangeRequest.newBuilder().setKey(keys.start()).setRangeEnd(keys.end()).build();
    try (Client client = new Client(endpoints.addresses())) {
      System.out.println(client.delete(request).getDeleted());
    }
    return 0;
  }
}
