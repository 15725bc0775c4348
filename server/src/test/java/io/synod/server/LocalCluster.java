package io.synod.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.core.MemberId;
import io.synod.node.StartException;
import io.synod.node.links.Links;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Ports;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.store.wire.Member;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Several servers in this process, on ports of the loopback that were free. */
final class LocalCluster implements AutoCloseable {

  private final List<ServerConfig> configs;
  private final Links links = new Links();
  private final List<String> endpoints;
  private final Map<Integer, SynodServer> running = new TreeMap<>();
  private final List<ManagedChannel> channels = new ArrayList<>();

  private LocalCluster(List<ServerConfig> configs, List<String> endpoints) {
    this.configs = configs;
    this.endpoints = endpoints;
  }

  static LocalCluster start(Path directory, int size) throws Exception {
    return start(directory, urls(size));
  }

  /** Starts members, and returns when their leader has taken a write. */
  static LocalCluster ready(Path directory, int size) throws Exception {
    LocalCluster cluster = start(directory, size);
    cluster.put(cluster.leader(), "ready", "yes");
    return cluster;
  }

  static LocalCluster start(Path directory, List<String> clientUrls) throws Exception {
    return start(directory, clientUrls, Map.of());
  }

  /** Starts members with some flags more. */
  static LocalCluster start(Path directory, int size, Map<String, String> flags) throws Exception {
    return start(directory, urls(size), flags);
  }

  private static LocalCluster start(
      Path directory, List<String> clientUrls, Map<String, String> more) throws Exception {
    List<String> peers = urls(clientUrls.size());
    List<String> cluster = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      cluster.add("m" + i + "=" + peers.get(i));
    }
    List<ServerConfig> configs = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      Map<String, String> flags = new HashMap<>(more);
      flags.put("name", "m" + i);
      flags.put("data-dir", directory.resolve("m" + i).toString());
      flags.put("listen-client-urls", clientUrls.get(i));
      flags.put("listen-peer-urls", peers.get(i));
      flags.put("initial-cluster", String.join(",", cluster));
      configs.add(ServerConfig.of(flags));
    }
    LocalCluster started = new LocalCluster(configs, clientUrls);
    for (int i = 0; i < peers.size(); i++) {
      started.restart(i);
      URI url = URI.create(clientUrls.get(i));
      started.channels.add(
          NettyChannelBuilder.forAddress(url.getHost(), url.getPort()).usePlaintext().build());
    }
    return started;
  }

  private static List<String> urls(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      urls.add("http://127.0.0.1:" + socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return urls;
  }

  List<String> endpoints() {
    return endpoints;
  }

  void restart(int member) throws StartException {
    Ports real = Ports.real();
    Ports ports = real.withNetwork(links.over(real.network()));
    running.put(member, SynodServer.start(configs.get(member), ports));
  }

  /** The member that leads, as soon as one does. */
  int leader() {
    while (true) {
      for (Map.Entry<Integer, SynodServer> member : running.entrySet()) {
        MemberStatus status = member.getValue().status();
        if (status.leader().filter(status.id()::equals).isPresent()) {
          return member.getKey();
        }
      }
      Thread.onSpinWait();
    }
  }

  /** The links between the members, which can be cut. */
  Links links() {
    return links;
  }

  MemberId id(int member) {
    return Objects.requireNonNull(running.get(member)).status().id();
  }

  /** Ends a member as the death of its process would. */
  void kill(int member) {
    Objects.requireNonNull(running.remove(member)).halt();
  }

  void stop(int member) {
    SynodServer server = running.remove(member);
    if (server != null) {
      server.close();
    }
  }

  void put(int through, String key, String value) {
    var _ =
        KVGrpc.newBlockingStub(channels.get(through))
            .put(
                PutRequest.newBuilder()
                    .setKey(SynodServerTest.bytes(key))
                    .setValue(SynodServerTest.bytes(value))
                    .build());
  }

  String get(int through, String key) {
    return get(through, key, false);
  }

  /** Reads what this member has applied. */
  String getHere(int through, String key) {
    return get(through, key, true);
  }

  private String get(int through, String key, boolean serializable) {
    return KVGrpc.newBlockingStub(channels.get(through))
        .range(
            RangeRequest.newBuilder()
                .setKey(SynodServerTest.bytes(key))
                .setSerializable(serializable)
                .build())
        .getKvs(0)
        .getValue()
        .toStringUtf8();
  }

  ManagedChannel channel(int through) {
    return channels.get(through);
  }

  List<Member> members(int through) {
    return ClusterGrpc.newBlockingStub(channels.get(through))
        .memberList(MemberListRequest.newBuilder().setLinearizable(true).build())
        .getMembersList();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    running.values().forEach(SynodServer::close);
  }
}
