package io.synod.cli.client;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.synod.cli.Failure;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.ExplainRequest;
import io.synod.server.wire.ExplainResponse;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.ListRequest;
import io.synod.server.wire.ListResponse;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.ReadRequest;
import io.synod.server.wire.ReadResponse;
import io.synod.server.wire.RegistersGrpc;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MemberListResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Calls etcd's gRPC API at one of several members, from one thread at a time. */
public final class Client implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 5;

  /** What may be true although a request has failed. */
  private static final String NO_DOUBT = "";

  private static final String CHANGE = " The change may still take effect.";
  private static final String VALUE =
      " The value may still be chosen; to propose it again is safe.";

  private final List<String> addresses;
  private final Map<String, ManagedChannel> channels = new HashMap<>();

  /**
   * A client that connects when it is first used.
   *
   * @param addresses {@code host:port} of members, in the order in which they are tried
   */
  public Client(List<String> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /** Puts a value. */
  public PutResponse put(PutRequest request) throws Failure {
    return call(KVGrpc.getPutMethod(), request, false, CHANGE);
  }

  /** Reads keys. */
  public RangeResponse range(RangeRequest request) throws Failure {
    return call(KVGrpc.getRangeMethod(), request, true, NO_DOUBT);
  }

  /** Deletes keys. */
  public DeleteRangeResponse delete(DeleteRangeRequest request) throws Failure {
    return call(KVGrpc.getDeleteRangeMethod(), request, false, CHANGE);
  }

  /** Asks who is in the cluster, without asking a quorum. */
  public MemberListResponse members() throws Failure {
    return call(
        ClusterGrpc.getMemberListMethod(),
        MemberListRequest.newBuilder().setLinearizable(false).build(),
        true,
        NO_DOUBT);
  }

  /** Proposes a value for a register, which may be done any number of times. */
  public ProposeResponse propose(ProposeRequest request) throws Failure {
    return call(RegistersGrpc.getProposeMethod(), request, true, VALUE);
  }

  /** Reads a register. */
  public ReadResponse read(ReadRequest request) throws Failure {
    return call(RegistersGrpc.getReadMethod(), request, true, NO_DOUBT);
  }

  /** Lists registers. */
  public ListResponse list(ListRequest request) throws Failure {
    return call(RegistersGrpc.getListMethod(), request, true, NO_DOUBT);
  }

  /** Asks what each member holds of a register. */
  public ExplainResponse explain(ExplainRequest request) throws Failure {
    return call(RegistersGrpc.getExplainMethod(), request, true, NO_DOUBT);
  }

  /**
   * Asks one member after the other.
   *
   * @param again whether the request may be sent a second time: a change that was sent once may
   *     have taken effect
   */
  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request, boolean again, String doubt)
      throws Failure {
    Failure heard = null;
    for (String address : addresses) {
      ManagedChannel channel = channels.computeIfAbsent(address, Channels::to);
      try {
        CallOptions options =
            CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, request);
      } catch (StatusRuntimeException e) {
        boolean silent = neverConnected(e);
        boolean next =
            switch (e.getStatus().getCode()) {
              case UNAVAILABLE -> again || silent;
              case DEADLINE_EXCEEDED -> again;
              default -> false;
            };
        if (!silent) {
          heard = refused(address, e, doubt);
        }
        if (!next) {
          throw refused(address, e, doubt);
        }
      }
    }
    throw heard == null ? Endpoints.silent(addresses) : heard;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }

  private static Failure refused(String address, StatusRuntimeException e, String doubt) {
    Status status = e.getStatus();
    String text = text(status);
    return Failure.failed(
        switch (status.getCode()) {
          case DEADLINE_EXCEEDED ->
              "%s did not answer within %d s; `synod status` shows whether most members are up.%s"
                  .formatted(address, DEADLINE_SECONDS, doubt);
          case UNAVAILABLE ->
              text.startsWith("Register ")
                  ? text
                  : text.startsWith("etcdserver: ")
                      ? "%s could not do it: %s.%s".formatted(address, text, doubt)
                      : "%s broke off before it answered; is that where a member serves clients?%s"
                          .formatted(address, doubt);
          default -> "%s refused: %s".formatted(address, text.endsWith(".") ? text : text + ".");
        });
  }

  private static String text(Status status) {
    return Objects.requireNonNullElse(status.getDescription(), status.getCode().name());
  }

  private static boolean neverConnected(StatusRuntimeException e) {
    for (Throwable cause = e.getStatus().getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
