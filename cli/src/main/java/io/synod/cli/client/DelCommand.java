package io.synod.cli.client;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.store.wire.DeleteRangeRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code synod del}. */
@Command(name = "del", description = "Delete a key and print how many were there to delete.")
public final class DelCommand implements Callable<Integer> {
  @Mixin private final Endpoints endpoints = new Endpoints();

  @Option(names = "--prefix", description = "Every key that begins with KEY.")
  private boolean prefix;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  DelCommand() {}

  @Override
  public Integer call() throws Failure {
    ByteString start = ByteString.copyFromUtf8(key);
    DeleteRangeRequest.Builder request = DeleteRangeRequest.newBuilder().setKey(start);
    if (prefix) {
      request.setKey(Keys.start(start)).setRangeEnd(Keys.end(start));
    }
    try (Client client = new Client(endpoints.addresses())) {
      System.out.println(client.delete(request.build()).getDeleted());
    }
    return 0;
  }
}
