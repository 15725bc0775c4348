package io.synod.node;

import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.journal.JournalOptions;
import io.synod.node.member.MemberPlan;
import io.synod.node.member.Ports;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a member is told at its start. Immutable; made by a {@link #builder}. */
public final class MemberConfig {

  private static final JournalOptions IN_MEMORY = new JournalOptions(1 << 20, 1 << 20, 0, 500);

  private final Builder told;

  private MemberConfig(Builder told) {
    this.told = told;
  }

  /**
   * A configuration to fill in. Needed are the members and the storage; the rest has defaults that
   * suit a local network.
   *
   * @param member the id of this member, one of the members' ids; it stays with its storage for
   *     ever
   */
  public static Builder builder(long member) {
    return new Builder(member);
  }

  /** The id of this member. */
  public long member() {
    return told.member;
  }

  String name() {
    return told.name == null ? "m" + Long.toUnsignedString(told.member) : told.name;
  }

  Transport transport() {
    return told.transport;
  }

  Storage storage() {
    return Objects.requireNonNull(told.storage);
  }

  int maxCommandBytes() {
    return told.maxCommandBytes;
  }

  Ports ports() {
    return Ports.real().withNetwork(transport().network()).withPremises(storage()::take);
  }

  MemberPlan plan() {
    Map<MemberId, InetSocketAddress> peers = new LinkedHashMap<>();
    told.members.forEach((id, address) -> peers.put(new MemberId(id), address));
    MemberId self = new MemberId(told.member);
    InetSocketAddress own = Objects.requireNonNull(peers.get(self));
    InetSocketAddress listen =
        told.listen == null
            ? new InetSocketAddress(own.getHostString(), own.getPort())
            : told.listen;
    return new MemberPlan(
        clusterId(told.cluster),
        self,
        name(),
        storage().path(),
        listen,
        peers,
        settings(),
        millis(told.requestTimeout),
        told.snapshotBytes,
        Long.MAX_VALUE,
        storage().isInMemory() ? IN_MEMORY : JournalOptions.DEFAULT);
  }

  private Settings settings() {
    Settings usual = Settings.DEFAULT;
    return new Settings(
        millis(told.heartbeat),
        millis(told.electionTimeout),
        usual.windowSlots(),
        usual.windowBytes(),
        usual.batchCommands(),
        usual.batchBytes(),
        told.maxWaiting,
        told.maxWaitingBytes,
        told.logBytes);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  // FNV-1a: any number will do that differs with the name.
  private static long clusterId(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Fills in a configuration. Not safe for use by several threads. */
  public static final class Builder {

    private final long member;
    private final Map<Long, InetSocketAddress> members = new LinkedHashMap<>();
    private String cluster = "synod";
    private Transport transport = Transport.tcp();
    private Duration heartbeat = Duration.ofMillis(100);
    private Duration electionTimeout = Duration.ofSeconds(1);
    private Duration requestTimeout = Duration.ofSeconds(7);
    private int maxCommandBytes = 1 << 20;
    private int maxWaiting = 20_000;
    private long maxWaitingBytes = 64L << 20;
    private long snapshotBytes = 64L << 20;
    private long logBytes = 16L << 20;
    private @Nullable String name;
    private @Nullable Storage storage;
    private @Nullable InetSocketAddress listen;

    private Builder(long member) {
      this.member = member;
    }

    private Builder(Builder other) {
      member = other.member;
      members.putAll(other.members);
      cluster = other.cluster;
      transport = other.transport;
      heartbeat = other.heartbeat;
      electionTimeout = other.electionTimeout;
      requestTimeout = other.requestTimeout;
      maxCommandBytes = other.maxCommandBytes;
      maxWaiting = other.maxWaiting;
      maxWaitingBytes = other.maxWaitingBytes;
      snapshotBytes = other.snapshotBytes;
      logBytes = other.logBytes;
      name = other.name;
      storage = other.storage;
      listen = other.listen;
    }

    /**
     * Adds a member of the cluster, this one included, and says where the others reach it. All
     * members have to be told of the same ones. A name is looked up at each connection.
     */
    public Builder member(long id, String host, int port) {
      members.put(id, InetSocketAddress.createUnresolved(host, port));
      return this;
    }

    /** Adds members without addresses, for a {@link LocalNetwork}. */
    public Builder members(long... ids) {
      for (long id : ids) {
        members.put(id, InetSocketAddress.createUnresolved("member-" + id, 0));
      }
      return this;
    }

    /** Where this member listens, if not where the others reach it. */
    public Builder listen(InetSocketAddress address) {
      listen = address;
      return this;
    }

    /** What this member's threads and messages are named after; "m" and its id by default. */
    public Builder name(String text) {
      name = text;
      return this;
    }

    /** Keeps clusters apart that share machines; members of other clusters are refused. */
    public Builder cluster(String text) {
      cluster = text;
      return this;
    }

    /** Keeps what must not be forgotten in a data directory of its own. */
    public Builder directory(Path path) {
      return storage(Storage.directory(path));
    }

    /** Where to keep what must not be forgotten. */
    public Builder storage(Storage where) {
      storage = where;
      return this;
    }

    /** How members talk to each other; {@link Transport#tcp} by default. */
    public Builder transport(Transport how) {
      transport = how;
      return this;
    }

    /** How often members tell each other that they live; 100 ms by default. */
    public Builder heartbeat(Duration interval) {
      heartbeat = interval;
      return this;
    }

    /**
     * How long a leader may be silent before another member takes over; 1 s by default, and at
     * least three heartbeats.
     */
    public Builder electionTimeout(Duration timeout) {
      electionTimeout = timeout;
      return this;
    }

    /** How long a proposal or a read may take before it fails; 7 s by default. */
    public Builder requestTimeout(Duration timeout) {
      requestTimeout = timeout;
      return this;
    }

    /** The largest command that is taken; 1 MiB by default. */
    public Builder maxCommandBytes(int bytes) {
      maxCommandBytes = bytes;
      return this;
    }

    /**
     * How many commands proposed here may wait for their answer, and how many bytes of them; 20,000
     * and 64 MiB by default. What is more is refused.
     */
    public Builder maxWaiting(int commands, long bytes) {
      maxWaiting = commands;
      maxWaitingBytes = bytes;
      return this;
    }

    /**
     * After how many bytes of commands a snapshot of the state machine is written, and the log
     * before it deleted; 64 MiB by default. After a crash about as much is applied again.
     */
    public Builder snapshotAfter(long bytes) {
      snapshotBytes = bytes;
      return this;
    }

    /**
     * How many bytes of the log are kept in memory for members that are behind; 16 MiB by default.
     * A member that misses more gets a snapshot.
     */
    public Builder keepInMemory(long bytes) {
      logBytes = bytes;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if something is missing, or figures contradict each other;
     *     the message says what
     */
    public MemberConfig build() {
      if (!members.containsKey(member)) {
        throw new IllegalArgumentException(
            "Member " + member + " is not among the members " + members.keySet() + ": add it.");
      }
      if (storage == null) {
        throw new IllegalArgumentException(
            "Member " + member + " has no storage: name its data directory.");
      }
      members.forEach((id, address) -> {
        if (transport.isAddressed() && address.getPort() == 0) {
          throw new IllegalArgumentException(
              "Member " + id + " has no address: add it with host and port.");
        }
      });
      if (maxCommandBytes < 1 || maxWaitingBytes < 1 || snapshotBytes < 1 || logBytes < 1) {
        throw new IllegalArgumentException("Every limit must be at least 1.");
      }
      if (requestTimeout.toMillis() < 1) {
        throw new IllegalArgumentException("The request timeout must be at least 1 ms.");
      }
      MemberConfig made = new MemberConfig(new Builder(this));
      made.settings();
      return made;
    }
  }
}
