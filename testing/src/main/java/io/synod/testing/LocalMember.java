package io.synod.testing;

import io.synod.core.MemberId;
import io.synod.node.StartException;
import io.synod.node.links.Links;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Ports;
import io.synod.server.ConfigException;
import io.synod.server.ServerConfig;
import io.synod.server.SynodServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One member of a cluster in this JVM, which runs or does not. One thread at a time changes it. */
final class LocalMember {

  private final int number;
  private final int clientPort;
  private final int peerPort;
  private final Path directory;
  private final Links links;
  private final Door door;
  private @Nullable ServerConfig config;
  private @Nullable MemberId id;
  private volatile @Nullable SynodServer server;

  LocalMember(int number, Path directory, Links links) {
    this.number = number;
    this.clientPort = FreePorts.take();
    this.peerPort = FreePorts.take();
    this.directory = directory;
    this.links = links;
    this.door = new Door(clientPort);
  }

  int number() {
    return number;
  }

  String name() {
    return "member" + number;
  }

  URI endpoint() {
    return url(clientPort);
  }

  URI peerUrl() {
    return url(peerPort);
  }

  private static URI url(int port) {
    return URI.create("http://" + FreePorts.LOOPBACK.getHostAddress() + ":" + port);
  }

  /** Says who else is in the cluster; before the first start. */
  void join(String initialCluster, String token, int heartbeatMillis, int electionMillis) {
    try {
      config =
          ServerConfig.of(
              Map.of(
                  "name", name(),
                  "data-dir", directory.resolve(name()).toString(),
                  "listen-client-urls", url(0).toString(),
                  "advertise-client-urls", endpoint().toString(),
                  "listen-peer-urls", peerUrl().toString(),
                  "initial-advertise-peer-urls", peerUrl().toString(),
                  "initial-cluster", initialCluster,
                  "initial-cluster-token", token,
                  "heartbeat-interval", String.valueOf(heartbeatMillis),
                  "election-timeout", String.valueOf(electionMillis)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  void start() {
    ServerConfig known = config;
    if (known == null || server != null) {
      throw new IllegalStateException("Member " + number + " runs already.");
    }
    Ports real = Ports.real();
    try {
      SynodServer started = SynodServer.start(known, real.withNetwork(links.over(real.network())));
      id = started.status().id();
      server = started;
      door.open(started.port());
    } catch (StartException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  boolean isRunning() {
    return server != null;
  }

  Optional<MemberStatus> status() {
    SynodServer running = server;
    return running == null ? Optional.empty() : Optional.of(running.status());
  }

  /** Of how many members it can tell clients where to find them. */
  int known() {
    SynodServer running = server;
    return running == null ? 0 : running.announced().size();
  }

  /** After the first start. */
  MemberId id() {
    return Objects.requireNonNull(id);
  }

  void pause() {
    links.pause(id());
    door.pause();
  }

  void resume() {
    links.resume(id());
    door.resume();
  }

  /** No client reaches it any more. */
  void shut() {
    door.shut();
  }

  void kill() {
    shut();
    SynodServer running = server;
    server = null;
    if (running != null) {
      running.halt();
    }
  }

  /** Ends for ever. */
  void close() {
    kill();
    FreePorts.giveBack(clientPort);
    FreePorts.giveBack(peerPort);
  }
}
