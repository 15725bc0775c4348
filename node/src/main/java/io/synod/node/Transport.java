package io.synod.node;

import io.synod.core.MemberId;
import io.synod.node.peers.Network;
import io.synod.node.peers.PeerNetwork;
import io.synod.node.peers.PeerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** How members talk to each other. All members of a cluster use the same. */
public final class Transport {

  private final Network.Opener network;
  private final boolean addressed;
  private final Consumer<MemberId> beforeEnd;

  /**
   * A transport.
   *
   * @param addressed whether members need to know each other's addresses
   * @param beforeEnd called before a member ends
   */
  Transport(Network.Opener network, boolean addressed, Consumer<MemberId> beforeEnd) {
    this.network = network;
    this.addressed = addressed;
    this.beforeEnd = beforeEnd;
  }

  /** TCP without encryption, for networks that only the members are on. */
  public static Transport tcp() {
    return new Transport(PeerNetwork::new, true, _ -> {});
  }

  /**
   * TCP with mutual TLS, version 1.3: each side shows a certificate, and believes the other's if an
   * authority that it trusts has signed it.
   *
   * @param context with this member's key and certificate, and with the authorities that it trusts:
   *     best ones that sign for this cluster's members and for nobody else
   */
  public static Transport tls(SSLContext context) {
    return new Transport(PeerTls.of(context).opener(), true, _ -> {});
  }

  /**
   * The same from PEM files.
   *
   * @param certificates this member's certificate, followed by those that lead to its authority
   * @param key its private key in PKCS #8, not encrypted
   * @param authorities the certificates of those whose signatures are believed
   * @throws IOException if a file cannot be read or understood; the message names it
   */
  public static Transport tls(Path certificates, Path key, Path authorities) throws IOException {
    return new Transport(PeerTls.of(certificates, key, authorities).opener(), true, _ -> {});
  }

  Network.Opener network() {
    return network;
  }

  boolean isAddressed() {
    return addressed;
  }

  void beforeEnd(MemberId member) {
    beforeEnd.accept(member);
  }
}
