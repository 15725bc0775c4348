package io.synod.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.core.AcceptedValue;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.RegisterState;
import io.synod.node.registers.RegisterException;
import io.synod.node.registers.Registers;
import io.synod.node.registers.Registers.Listed;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.wire.Ballot;
import io.synod.server.wire.ExplainRequest;
import io.synod.server.wire.ExplainResponse;
import io.synod.server.wire.ListRequest;
import io.synod.server.wire.ListResponse;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.ReadRequest;
import io.synod.server.wire.ReadResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code synod.v1.Registers}. */
final class RegisterService {

  static final int MOST_LISTED = 1_000;

  private static final Logger log = LoggerFactory.getLogger(RegisterService.class);

  private final Registers registers;
  private final Roster roster;

  RegisterService(Registers registers, Roster roster) {
    this.registers = registers;
    this.roster = roster;
  }

  void propose(Call call, byte[] message) throws InvalidProtocolBufferException {
    ProposeRequest request = ProposeRequest.parseFrom(message);
    Bytes value = Bytes.wrap(request.getValue().toByteArray());
    call.letGoOfRequest();
    answer(
        call,
        () -> registers.propose(request.getName(), value),
        chosen ->
            ProposeResponse.newBuilder()
                .setValue(bytes(chosen.value()))
                .setOwn(chosen.own())
                .setRounds(chosen.rounds())
                .build());
  }

  void read(Call call, byte[] message) throws InvalidProtocolBufferException {
    ReadRequest request = ReadRequest.parseFrom(message);
    answer(call, () -> registers.read(request.getName()), RegisterService::readResponse);
  }

  private static ReadResponse readResponse(Optional<Registers.Chosen> read) {
    ReadResponse.Builder response = ReadResponse.newBuilder();
    read.ifPresent(chosen ->
        response.setChosen(true).setValue(bytes(chosen.value())).setRounds(chosen.rounds()));
    return response.build();
  }

  void list(Call call, byte[] message) throws InvalidProtocolBufferException {
    ListRequest request = ListRequest.parseFrom(message);
    int limit = request.getLimit();
    int most = limit < 1 || limit > MOST_LISTED ? MOST_LISTED : limit;
    answer(
        call,
        () -> registers.list(request.getAfter(), most + 1),
        found -> listResponse(found, most));
  }

  private static ListResponse listResponse(List<Listed> found, int most) {
    ListResponse.Builder response = ListResponse.newBuilder().setMore(found.size() > most);
    for (Listed register : found.subList(0, Math.min(most, found.size()))) {
      response.addRegistersBuilder().setName(register.name()).setChosen(register.chosen());
    }
    return response.build();
  }

  void explain(Call call, byte[] message) throws InvalidProtocolBufferException {
    ExplainRequest request = ExplainRequest.parseFrom(message);
    answer(
        call,
        () -> registers.explain(request.getName()),
        states -> explainResponse(request.getName(), states));
  }

  private ExplainResponse explainResponse(String name, Map<MemberId, RegisterState> states) {
    ExplainResponse.Builder response = ExplainResponse.newBuilder();
    for (Roster.Entry entry : roster.members()) {
      ExplainResponse.Member.Builder member =
          response.addMembersBuilder().setId(entry.id().value()).setName(entry.name());
      RegisterState held = states.get(entry.id());
      if (held != null) {
        member.setState(state(name, held));
      }
    }
    return response.build();
  }

  private static io.synod.server.wire.RegisterState.Builder state(String name, RegisterState held) {
    io.synod.server.wire.RegisterState.Builder state =
        io.synod.server.wire.RegisterState.newBuilder().setName(name).setChosen(held.chosen());
    if (held.promised().isNewerThan(io.synod.core.Ballot.NONE)) {
      state.setPromised(ballot(held.promised()));
    }
    AcceptedValue accepted = held.accepted();
    if (accepted != null) {
      state.setValue(bytes(accepted.value().commands().getFirst().payload()));
      if (accepted.ballot().isNewerThan(io.synod.core.Ballot.NONE)) {
        state.setAccepted(ballot(accepted.ballot()));
      }
    }
    return state;
  }

  private static Ballot ballot(io.synod.core.Ballot ballot) {
    return Ballot.newBuilder().setRound(ballot.round()).setMember(ballot.member().value()).build();
  }

  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  /** Begins something, unless what is asked for makes no sense. */
  private interface Question<T> {
    CompletableFuture<T> ask();
  }

  private static <T> void answer(
      Call call, Question<T> question, Function<T, MessageLite> response) {
    try {
      var _ =
          question
              .ask()
              .thenApply(response)
              .whenCompleteAsync(
                  (message, failure) -> {
                    if (message != null) {
                      call.answer(message);
                    } else {
                      call.fail(status(failure));
                    }
                  },
                  call.eventLoop());
    } catch (IllegalArgumentException e) {
      call.fail(new GrpcStatus(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage())));
    }
  }

  /** How a request ends that failed so. */
  static GrpcStatus status(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (!(cause instanceof RegisterException refused)) {
      log.error("A register could not be served.", cause);
      return GrpcStatus.BROKEN;
    }
    Code code =
        switch (refused.failure()) {
          case TIMED_OUT, NO_LEADER, UNKNOWN, STOPPED -> Code.UNAVAILABLE;
          case TOO_MANY, NO_SPACE -> Code.RESOURCE_EXHAUSTED;
        };
    return new GrpcStatus(code, String.valueOf(refused.getMessage()));
  }
}
