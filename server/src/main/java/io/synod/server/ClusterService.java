package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.wire.Member;
import io.synod.store.wire.MemberAddRequest;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MemberListResponse;
import io.synod.store.wire.MemberPromoteRequest;
import io.synod.store.wire.MemberRemoveRequest;
import io.synod.store.wire.MemberUpdateRequest;
import io.synod.store.wire.MemberUpdateResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * etcd's Cluster service. It tells who is in the cluster; that cannot be changed yet, and who asks
 * for it is told so, or what etcd would have against it.
 */
final class ClusterService {

  private static final Set<String> SCHEMES = Set.of("http", "https", "unix", "unixs");
  private static final GrpcStatus BAD_URLS =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: given member URLs are invalid");
  private static final GrpcStatus NO_MEMBER =
      new GrpcStatus(Code.NOT_FOUND, "etcdserver: member not found");
  private static final GrpcStatus URL_EXISTS =
      new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: Peer URLs already exists");
  private static final GrpcStatus NO_LEARNER =
      new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: can only promote a learner member");
  private static final GrpcStatus FIXED =
      new GrpcStatus(
          Code.UNIMPLEMENTED,
          "Synod cannot change the members of a cluster yet; start a new one with all of them in"
              + " --initial-cluster.");

  private final Backend backend;

  ClusterService(Backend backend) {
    this.backend = backend;
  }

  void list(Call call, byte[] message) throws InvalidProtocolBufferException {
    if (MemberListRequest.parseFrom(message).getLinearizable()) {
      backend.engine().read(call.eventLoop(), new Pending<>(call, _ -> tell(call)));
    } else {
      tell(call);
    }
  }

  private void tell(Call call) {
    call.answer(
        MemberListResponse.newBuilder()
            .setHeader(backend.header(0))
            .addAllMembers(members())
            .build());
  }

  /** As in etcd, a member that has not told its name and client URLs yet has none. */
  private List<Member> members() {
    Map<Long, Member> told =
        backend.store().members().stream()
            .collect(Collectors.toMap(Member::getID, Function.identity()));
    return backend.roster().members().stream()
        .map(entry -> {
          long id = entry.id().value();
          return told.getOrDefault(id, Member.getDefaultInstance()).toBuilder()
              .setID(id)
              .addPeerURLs(entry.peer().toString())
              .build();
        })
        .toList();
  }

  void add(Call call, byte[] message) throws InvalidProtocolBufferException {
    List<String> urls = MemberAddRequest.parseFrom(message).getPeerURLsList();
    if (urls.isEmpty() || !urls.stream().allMatch(ClusterService::isPeerUrl)) {
      call.fail(BAD_URLS);
    } else {
      call.fail(isTaken(urls, null) ? URL_EXISTS : FIXED);
    }
  }

  private static boolean isPeerUrl(String text) {
    try {
      URI url = new URI(text.strip());
      boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
      return bare && SCHEMES.contains(String.valueOf(url.getScheme())) && url.getPort() >= 0;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  void remove(Call call, byte[] message) throws InvalidProtocolBufferException {
    boolean known = find(MemberRemoveRequest.parseFrom(message).getID()).isPresent();
    call.fail(known ? FIXED : NO_MEMBER);
  }

  /** No member is a learner. */
  void promote(Call call, byte[] message) throws InvalidProtocolBufferException {
    boolean known = find(MemberPromoteRequest.parseFrom(message).getID()).isPresent();
    call.fail(known ? NO_LEARNER : NO_MEMBER);
  }

  /** A member may be told the URL that it has. */
  void update(Call call, byte[] message) throws InvalidProtocolBufferException {
    MemberUpdateRequest request = MemberUpdateRequest.parseFrom(message);
    Optional<Roster.Entry> member = find(request.getID());
    if (member.isEmpty()) {
      call.fail(NO_MEMBER);
    } else if (isTaken(request.getPeerURLsList(), member.get())) {
      call.fail(URL_EXISTS);
    } else if (request.getPeerURLsList().equals(List.of(member.get().peer().toString()))) {
      backend.engine().read(call.eventLoop(), new Pending<>(call, _ -> tellUpdated(call)));
    } else {
      call.fail(FIXED);
    }
  }

  private void tellUpdated(Call call) {
    call.answer(
        MemberUpdateResponse.newBuilder()
            .setHeader(backend.header(0))
            .addAllMembers(members())
            .build());
  }

  private Optional<Roster.Entry> find(long id) {
    return backend.roster().members().stream()
        .filter(member -> member.id().value() == id)
        .findFirst();
  }

  private boolean isTaken(List<String> urls, Roster.@Nullable Entry but) {
    Set<String> taken = new HashSet<>();
    backend.roster().members().stream()
        .filter(member -> !member.equals(but))
        .forEach(member -> taken.add(member.peer().toString()));
    return urls.stream().anyMatch(taken::contains);
  }
}
