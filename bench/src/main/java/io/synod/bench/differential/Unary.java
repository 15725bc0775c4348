package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseLeasesRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.TxnRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The methods with one answer to one request. */
@SuppressWarnings("ImmutableEnumChecker") // what gRPC generates is not declared so, but it is
enum Unary {
  RANGE(KVGrpc.getRangeMethod(), RangeRequest.getDefaultInstance()),
  PUT(KVGrpc.getPutMethod(), PutRequest.getDefaultInstance()),
  DELETE_RANGE(KVGrpc.getDeleteRangeMethod(), DeleteRangeRequest.getDefaultInstance()),
  TXN(KVGrpc.getTxnMethod(), TxnRequest.getDefaultInstance()),
  COMPACT(KVGrpc.getCompactMethod(), CompactionRequest.getDefaultInstance()),
  LEASE_GRANT(LeaseGrpc.getLeaseGrantMethod(), LeaseGrantRequest.getDefaultInstance()),
  LEASE_REVOKE(LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.getDefaultInstance()),
  LEASE_KEEP_ALIVE(LeaseGrpc.getLeaseKeepAliveMethod(), LeaseKeepAliveRequest.getDefaultInstance()),
  LEASE_TIME_TO_LIVE(
      LeaseGrpc.getLeaseTimeToLiveMethod(), LeaseTimeToLiveRequest.getDefaultInstance()),
  LEASE_LEASES(LeaseGrpc.getLeaseLeasesMethod(), LeaseLeasesRequest.getDefaultInstance());

  private final MethodDescriptor<?, ?> method;
  private final Message like;

  Unary(MethodDescriptor<?, ?> method, Message like) {
    this.method = method;
    this.like = like;
  }

  /** A request of this method. */
  Message like() {
    return like;
  }

  /** Asks a server; the future is always completed with an answer. */
  @SuppressWarnings("unchecked")
  CompletableFuture<Answer> ask(Channel channel, Message request) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    var call = channel.newCall((MethodDescriptor<Message, Message>) method, CallOptions.DEFAULT);
    Answers answers = new Answers(answer);
    if (method.getType() == MethodDescriptor.MethodType.UNARY) {
      ClientCalls.asyncUnaryCall(call, request, answers);
    } else {
      var requests = ClientCalls.asyncBidiStreamingCall(call, answers);
      requests.onNext(request);
      requests.onCompleted();
    }
    return answer;
  }

  /** Takes the first answer. */
  private static final class Answers implements StreamObserver<Message> {
    private final CompletableFuture<Answer> answer;
    private @Nullable Message first;

    Answers(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(Message message) {
      if (first == null) {
        first = message;
      }
    }

    @Override
    public void onError(Throwable failure) {
      answer.complete(Answer.Failed.of(Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
      answer.complete(
          first == null ? new Answer.Failed(Status.Code.OK, "no message") : new Answer.Done(first));
    }
  }
}
