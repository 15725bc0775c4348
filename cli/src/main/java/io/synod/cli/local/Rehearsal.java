package io.synod.cli.local;

import com.google.protobuf.ByteString;
import io.synod.cli.Synod;
import io.synod.cli.client.Client;
import io.synod.cli.client.StatusPage;
import io.synod.server.ServerConfig;
import io.synod.server.SynodServer;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the launcher has a JVM do once after a build, so that it keeps which classes members and
 * commands need, and which of their code is hot: a cluster lives for some seconds, and serves each
 * kind of request to one client and to many.
 */
final class Rehearsal {
  private static final int MEMBERS = 3;
  private static final int ROUNDS = 1_500;
  private static final int CLIENTS = 50;

  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("synod-rehearsal-");
    LocalCluster cluster = LocalCluster.on(Ports.find(2 * MEMBERS), directory, "rehearsal");
    List<SynodServer> servers = new ArrayList<>();
    try {
      for (LocalMember member : cluster.members()) {
        Map<String, String> flags = new HashMap<>();
        for (String flag : member.flags(cluster.initialCluster(), "rehearsal")) {
          int equals = flag.indexOf('=');
          flags.put(flag.substring(2, equals), flag.substring(equals + 1));
        }
        servers.add(SynodServer.start(ServerConfig.of(flags)));
      }
      for (LocalMember member : cluster.members()) {
        while (!member.ready()) {
          Thread.onSpinWait();
        }
      }
      List<String> addresses = cluster.members().stream().map(LocalMember::clientAddress).toList();
      try (Client client = new Client(addresses)) {
        serve(client, addresses);
      }
    } finally {
      servers.forEach(SynodServer::close);
      DemoCommand.remove(directory);
    }
    Synod.main(new String[] {"--version"});
  }

  private static void serve(Client client, List<String> addresses) throws Exception {
    ByteString key = ByteString.copyFromUtf8("key");
    write(client, 0, ROUNDS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int first = i * ROUNDS;
        ends.add(
            clients.submit(() -> {
              try (Client other = new Client(addresses)) {
                write(other, first, 4 * ROUNDS / CLIENTS);
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    client.delete(DeleteRangeRequest.newBuilder().setKey(key).build());
    client.members();
    for (String address : addresses) {
      System.out.println(StatusPage.of(address));
    }
  }

  private static void write(Client client, int first, int count) throws Exception {
    ByteString value = ByteString.copyFrom(new byte[256]);
    for (int i = 0; i < count; i++) {
      ByteString key = ByteString.copyFromUtf8("key-" + (first + i));
      client.put(PutRequest.newBuilder().setKey(key).setValue(value).build());
      client.range(RangeRequest.newBuilder().setKey(key).build());
    }
  }
}
