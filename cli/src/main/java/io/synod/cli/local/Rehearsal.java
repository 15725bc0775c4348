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

/**
 * What the launcher has a JVM do once after a build, so that it keeps which classes members and
 * commands need: a cluster lives for a moment and serves each kind of request.
 */
final class Rehearsal {
  private static final int MEMBERS = 3;
  private static final int ROUNDS = 200;

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
      try (Client client =
          new Client(cluster.members().stream().map(LocalMember::clientAddress).toList())) {
        serve(client, cluster);
      }
    } finally {
      servers.forEach(SynodServer::close);
      DemoCommand.remove(directory);
    }
    Synod.main(new String[] {"--version"});
  }

  private static void serve(Client client, LocalCluster cluster) throws Exception {
    ByteString key = ByteString.copyFromUtf8("key");
    for (int i = 0; i < ROUNDS; i++) {
      client.put(PutRequest.newBuilder().setKey(key).setValue(key).build());
      client.range(RangeRequest.newBuilder().setKey(key).build());
    }
    client.delete(DeleteRangeRequest.newBuilder().setKey(key).build());
    client.members();
    for (LocalMember member : cluster.members()) {
      System.out.println(StatusPage.of(member.clientAddress()));
    }
  }
}
