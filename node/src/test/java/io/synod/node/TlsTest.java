package io.synod.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private static @TempDir Path keys;
  private @TempDir Path directory;

  /** A key of the cluster's, in PEM and in a key store, and one of a stranger's. */
  @BeforeAll
  static void makeKeys() throws Exception {
    for (String owner : List.of("member", "stranger")) {
      Path store = keys.resolve(owner + ".p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "key",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + owner,
                  "-validity",
                  "2",
                  "-ext",
                  "bc:c",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  String.valueOf(PASSWORD))
              .inheritIO()
              .start();
      assertThat(keytool.waitFor()).isZero();
      KeyStore loaded = load(store);
      pem(owner + ".key", "PRIVATE KEY", loaded.getKey("key", PASSWORD).getEncoded());
      Certificate certificate = loaded.getCertificate("key");
      pem(owner + ".crt", "CERTIFICATE", certificate.getEncoded());
    }
  }

  private static KeyStore load(Path store) throws Exception {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD);
    }
    return loaded;
  }

  private static void pem(String file, String type, byte[] bytes) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        keys.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type),
        US_ASCII);
  }

  private static Transport files(String owner, String authority) throws Exception {
    return Transport.tls(
        keys.resolve(owner + ".crt"),
        keys.resolve(owner + ".key"),
        keys.resolve(authority + ".crt"));
  }

  private static Transport context() throws Exception {
    KeyStore store = load(keys.resolve("member.p12"));
    KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    mine.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", store.getCertificate("key"));
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), others.getTrustManagers(), null);
    return Transport.tls(context);
  }

  private Member<Lines> start(long id, Map<Long, Integer> ports, Transport transport)
      throws Exception {
    return start(id, ports, transport, Duration.ofSeconds(60));
  }

  private Member<Lines> start(
      long id, Map<Long, Integer> ports, Transport transport, Duration patience) throws Exception {
    MemberConfig.Builder config =
        MemberConfig.builder(id)
            .directory(directory.resolve("m" + id))
            .transport(transport)
            .keepInMemory(1_000)
            .snapshotAfter(1_000)
            .requestTimeout(patience);
    ports.forEach((other, port) -> config.member(other, "127.0.0.1", port));
    return Member.start(config.build(), Lines::new);
  }

  @Test
  void membersWithKeysFromFilesAndFromAContextWorkTogetherSnapshotsIncluded() throws Exception {
    Map<Long, Integer> ports = MemberTest.freePorts();
    List<Member<Lines>> members = new ArrayList<>();
    try {
      members.add(start(1, ports, files("member", "member")));
      members.add(start(2, ports, context()));
      for (int i = 0; i < 50; i++) {
        Trio.text(members.get(i % 2).propose(("x".repeat(100) + i).getBytes(UTF_8)));
      }
      members.add(start(3, ports, files("member", "member")));
      assertThat(Trio.get(members.get(2).read(Lines::all))).hasSize(50);
    } finally {
      members.parallelStream().forEach(Member::close);
    }
  }

  @Test
  void aMemberWhoseCertificateNobodySignedReachesNobodyAndNobodyReachesIt() throws Exception {
    Map<Long, Integer> ports = MemberTest.freePorts();
    try (Member<Lines> one = start(1, ports, files("member", "member"));
        Member<Lines> two = start(2, ports, files("member", "member"));
        Member<Lines> stranger =
            start(3, ports, files("stranger", "member"), Duration.ofSeconds(1))) {
      Trio.text(two.propose("a".getBytes(UTF_8)));
      assertThatThrownBy(() -> Trio.text(stranger.propose("b".getBytes(UTF_8))))
          .cause()
          .isInstanceOfSatisfying(
              RequestException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NO_LEADER));
      assertThat(Trio.get(one.read(Lines::all))).containsExactly("a");
    }
  }

  @Test
  void aFileThatIsNotThereOrNoKeyIsNamed() {
    assertThatThrownBy(() -> files("nobody", "member"))
        .hasMessageContaining("nobody.crt cannot be read");
    assertThatThrownBy(() ->
            Transport.tls(
                keys.resolve("member.crt"), keys.resolve("member.crt"), keys.resolve("member.crt")))
        .hasMessageContaining("member.crt")
        .hasMessageContaining("no certificates and key in PEM");
  }
}
