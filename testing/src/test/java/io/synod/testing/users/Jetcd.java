package io.synod.testing.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.net.URI;
import java.util.List;

/** Connects jetcd. */
final class Jetcd {

  private Jetcd() {}

  static Client client(List<URI> endpoints) {
    return Client.builder().endpoints(endpoints).build();
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }
}
