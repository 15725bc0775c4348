package io.synod.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.synod.cli.Failure;
import io.synod.cli.local.Launch;
import io.synod.server.wire.ListRequest;
import io.synod.server.wire.ListResponse;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.ReadRequest;
import io.synod.server.wire.ReadResponse;
import io.synod.server.wire.RegistersGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegisterCommandTest {
  private static final String DEAD = "127.0.0.1:1";
  private static final String NO_QUORUM = "Register a: no quorum of the members agreed in time.";

  @TempDir Path directory = Path.of("");
  private Server member;
  private volatile ByteString proposed = ByteString.EMPTY;

  @BeforeEach
  void start() throws Exception {
    member =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .addService(
                new RegistersGrpc.RegistersImplBase() {
                  @Override
                  public void propose(
                      ProposeRequest request, StreamObserver<ProposeResponse> answer) {
                    proposed = request.getValue();
                    answer.onNext(
                        ProposeResponse.newBuilder().setValue(proposed).setOwn(true).build());
                    answer.onCompleted();
                  }

                  @Override
                  public void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
                    Status.Code code =
                        request.getName().equals("a")
                            ? Status.Code.UNAVAILABLE
                            : Status.Code.INVALID_ARGUMENT;
                    answer.onError(code.toStatus().withDescription(NO_QUORUM).asRuntimeException());
                  }

                  @Override
                  public void list(ListRequest request, StreamObserver<ListResponse> answer) {
                    ListResponse.Register register =
                        ListResponse.Register.newBuilder().setName("a\u001b[2J\nb").build();
                    answer.onNext(ListResponse.newBuilder().addRegisters(register).build());
                    answer.onCompleted();
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    member.shutdownNow().awaitTermination();
  }

  private String address() {
    return "127.0.0.1:" + member.getPort();
  }

  @Test
  void whatALonelyMemberSaysIsToldThoughTheOthersSayNothing() {
    try (Client client = new Client(List.of(DEAD, address(), DEAD))) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> client.read(ReadRequest.newBuilder().setName("a").build()))
          .withMessage(NO_QUORUM)
          .returns(Failure.FAILED, Failure::status);
    }
  }

  @Test
  void aSentenceEndsOnce() {
    try (Client client = new Client(List.of(address()))) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> client.read(ReadRequest.newBuilder().setName("b").build()))
          .withMessage(address() + " refused: " + NO_QUORUM);
    }
  }

  @Test
  void aValueOfBytesMayComeOnStandardInput() throws Exception {
    byte[] value = new byte[1 << 20];
    value[7] = -1;
    assertThat(propose(value).status()).isZero();
    assertThat(proposed).isEqualTo(ByteString.copyFrom(value));

    Launch.Run tooLarge = propose(new byte[value.length + 1]);

    assertThat(tooLarge.status()).isEqualTo(Failure.USAGE);
    assertThat(tooLarge.err())
        .isEqualTo(
            "synod: The value of a register has at most 1048576 bytes, and this one has more.\n");
  }

  private Launch.Run propose(byte[] value) throws Exception {
    Path file = Files.write(directory.resolve("value"), value);
    return Launch.run(
        new ProcessBuilder(
                Launch.words("register", "propose", "--endpoints=" + address(), "a", "-"))
            .redirectInput(file.toFile()));
  }

  @Test
  void aNameThatIsNoneIsAWrongCommandLine() throws Exception {
    Launch.Run run = Launch.run("register", "read", "--endpoints=" + address(), "");

    assertThat(run.status()).isEqualTo(Failure.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "synod: The name of a register has 1 to 256 bytes of UTF-8, and this one has 0.\n");
  }

  @Test
  void aNameThatSpeaksToTheTerminalIsShownWithoutThat() throws Exception {
    assertThat(Launch.run("register", "list", "--endpoints=" + address()).out())
        .isEqualTo("open    a [2J b\n");
  }
}
