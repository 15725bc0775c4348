package io.synod.node.peers;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Mutual TLS between members, by the JDK's implementation. Whoever shows a certificate that a
 * trusted authority has signed is let in; what it says in the hello is believed then.
 */
public final class PeerTls {

  private static final String VERSION = "TLSv1.3";

  private final SslContext client;
  private final SslContext server;

  private PeerTls(SslContext client, SslContext server) {
    this.client = client;
    this.server = server;
  }

  /** With the keys and authorities of a context that the user made. */
  public static PeerTls of(SSLContext context) {
    return new PeerTls(wrapped(context, true), wrapped(context, false));
  }

  private static SslContext wrapped(SSLContext context, boolean isClient) {
    return new JdkSslContext(
        context,
        isClient,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        null,
        ClientAuth.REQUIRE,
        new String[] {VERSION},
        false);
  }

  /**
   * With those of PEM files.
   *
   * @throws IOException if a file cannot be read or understood; the message names it
   */
  public static PeerTls of(Path certificates, Path key, Path authorities) throws IOException {
    for (Path file : new Path[] {certificates, key, authorities}) {
      if (!Files.isReadable(file)) {
        throw new IOException("The file " + file + " cannot be read: name one that can.");
      }
    }
    try {
      return new PeerTls(
          finished(
              SslContextBuilder.forClient()
                  .keyManager(certificates.toFile(), key.toFile())
                  .endpointIdentificationAlgorithm(null),
              authorities),
          finished(
              SslContextBuilder.forServer(certificates.toFile(), key.toFile())
                  .clientAuth(ClientAuth.REQUIRE),
              authorities));
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(
          "The files "
              + certificates
              + ", "
              + key
              + " and "
              + authorities
              + " are no certificates and key in PEM that go together: "
              + e.getMessage(),
          e);
    }
  }

  private static SslContext finished(SslContextBuilder builder, Path authorities)
      throws SSLException {
    return builder
        .trustManager(authorities.toFile())
        .sslProvider(SslProvider.JDK)
        .protocols(VERSION)
        .build();
  }

  /** Networks whose connections are covered. */
  public Network.Opener opener() {
    return (identity, listener, name, deadMillis) ->
        new PeerNetwork(identity, listener, name, deadMillis, this);
  }

  static void call(@Nullable PeerTls tls, Channel channel) {
    if (tls != null) {
      channel.pipeline().addLast(tls.client.newHandler(channel.alloc()));
    }
  }

  static void answer(@Nullable PeerTls tls, Channel channel) {
    if (tls != null) {
      channel.pipeline().addLast(tls.server.newHandler(channel.alloc()));
    }
  }
}
