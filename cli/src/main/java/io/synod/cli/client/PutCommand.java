package io.synod.cli.client;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.store.wire.PutRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code synod put}. */
@Command(
    name = "put",
    description = "Put a value under a key; durable on a quorum once it says OK.",
    footer = {
      "A KEY or VALUE that begins with a dash goes after the flags and a --:",
      "`synod put --endpoints=... -- KEY -VALUE`."
    })
public final class PutCommand implements Callable<Integer> {
  @Mixin private final Endpoints endpoints = new Endpoints();

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "The value.")
  private String value = "";

  PutCommand() {}

  @Override
  public Integer call() throws Failure {
    PutRequest request =
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFromUtf8(value))
            .build();
    try (Client client = new Client(endpoints.addresses())) {
      client.put(request);
    }
    System.out.println("OK");
    return 0;
  }
}
