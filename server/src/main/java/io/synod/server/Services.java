package io.synod.server;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.synod.core.MemberId;
import io.synod.server.explorer.ExplorerPages;
import io.synod.server.explorer.LiveFeed;
import io.synod.server.explorer.Seats;
import io.synod.server.front.CallMeter;
import io.synod.server.front.GrpcMethod;
import io.synod.server.front.JsonMethod;
import io.synod.server.front.Routes;
import io.synod.server.lease.Renewals;
import io.synod.server.lock.ElectionService;
import io.synod.server.lock.LockService;
import io.synod.server.watch.WatchService;
import io.synod.server.wire.AuthGrpc;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.ElectionGrpc;
import io.synod.server.wire.HealthGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.LockGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.RegistersGrpc;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.EtcdStore;
import io.synod.store.wire.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is served: each method over gRPC and, where etcd has a path for it, as JSON; and pages. */
final class Services {

  /** How much longer than the longest request a message may be, as in etcd. */
  private static final int MESSAGE_OVERHEAD = 512 << 10;

  private final ServerConfig config;
  private final Backend backend;
  private final Routes routes = new Routes();
  private final List<CallMeter> meters = new ArrayList<>();

  private Services(ServerConfig config, Backend backend) {
    this.config = config;
    this.backend = backend;
  }

  static Routes of(ServerConfig config, Roster roster, Engine engine, EtcdStore store) {
    Quota quota = new Quota(store, config.quotaBytes());
    Services services = new Services(config, new Backend(engine, store, roster, quota));
    services.addKeys();
    services.addLeases();
    services.addLocks();
    services.addMembers();
    services.addMaintenance();
    services.addAuth();
    services.addRegisters();
    services.addPages();
    return services.routes;
  }

  private boolean hasLeader() {
    return backend.engine().status().leader().isPresent();
  }

  private void addKeys() {
    KvService kv = new KvService(backend, config);
    add(KVGrpc.getRangeMethod(), kv::range);
    addStreaming(KVGrpc.getRangeStreamMethod(), new RangeStreams(backend)::open);
    add(KVGrpc.getPutMethod(), kv::put);
    add(KVGrpc.getDeleteRangeMethod(), kv::deleteRange);
    add(KVGrpc.getTxnMethod(), kv::txn);
    add(KVGrpc.getCompactMethod(), kv::compact);
    WatchService watches =
        new WatchService(
            backend.store(),
            backend::header,
            this::hasLeader,
            config.progressMillis(),
            config.maxRequestBytes() + MESSAGE_OVERHEAD);
    addStreaming(WatchGrpc.getWatchMethod(), watches::open);
  }

  private void addLeases() {
    LeaseService leases = new LeaseService(backend, config);
    add(LeaseGrpc.getLeaseGrantMethod(), leases::grant);
    add(LeaseGrpc.getLeaseRevokeMethod(), leases::revoke);
    add(LeaseGrpc.getLeaseTimeToLiveMethod(), leases::timeToLive);
    add(LeaseGrpc.getLeaseLeasesMethod(), leases::list);
    Renewals renewals = new Renewals(backend.engine()::propose, Pending::status, backend::header);
    addStreaming(LeaseGrpc.getLeaseKeepAliveMethod(), renewals::open);
  }

  private void addLocks() {
    StoreKeys keys = new StoreKeys(backend);
    LockService locks = new LockService(keys, backend.store().recent());
    add(LockGrpc.getLockMethod(), locks::lock);
    add(LockGrpc.getUnlockMethod(), locks::unlock);
    ElectionService elections = new ElectionService(keys, backend.store().recent());
    add(ElectionGrpc.getCampaignMethod(), elections::campaign);
    add(ElectionGrpc.getProclaimMethod(), elections::proclaim);
    add(ElectionGrpc.getLeaderMethod(), elections::leader);
    addStreaming(ElectionGrpc.getObserveMethod(), elections::observe);
    add(ElectionGrpc.getResignMethod(), elections::resign);
  }

  private void addMembers() {
    ClusterService members = new ClusterService(backend);
    add(ClusterGrpc.getMemberListMethod(), members::list);
    add(ClusterGrpc.getMemberAddMethod(), members::add);
    add(ClusterGrpc.getMemberRemoveMethod(), members::remove);
    add(ClusterGrpc.getMemberUpdateMethod(), members::update);
    add(ClusterGrpc.getMemberPromoteMethod(), members::promote);
  }

  private void addMaintenance() {
    MaintenanceService maintenance = new MaintenanceService(backend);
    add(MaintenanceGrpc.getStatusMethod(), maintenance::status);
    add(MaintenanceGrpc.getAlarmMethod(), maintenance::alarm);
    add(MaintenanceGrpc.getDowngradeMethod(), maintenance::downgrade);
    add(MaintenanceGrpc.getSnapshotMethod(), maintenance::snapshot);
    add(HealthGrpc.getCheckMethod(), maintenance::health);
    add(
        MaintenanceGrpc.getMoveLeaderMethod(),
        (call, message) -> LeaderMove.begin(backend, config, call, message));
    StoreCare care = new StoreCare(backend);
    add(MaintenanceGrpc.getDefragmentMethod(), care::defragment);
    add(MaintenanceGrpc.getHashMethod(), care::hash);
    add(MaintenanceGrpc.getHashKVMethod(), care::hashKv);
  }

  private void addAuth() {
    AuthService auth = new AuthService(backend);
    add(AuthGrpc.getAuthEnableMethod(), auth::enable);
    add(AuthGrpc.getAuthDisableMethod(), auth::disable);
    add(AuthGrpc.getAuthStatusMethod(), auth::status);
    add(AuthGrpc.getAuthenticateMethod(), auth::authenticate);
    add(AuthGrpc.getUserAddMethod(), auth::addUser);
    add(AuthGrpc.getUserListMethod(), auth::listUsers);
    add(AuthGrpc.getUserGetMethod(), auth::ofUser);
    add(AuthGrpc.getUserDeleteMethod(), auth::ofUser);
    add(AuthGrpc.getUserChangePasswordMethod(), auth::ofUser);
    add(AuthGrpc.getUserGrantRoleMethod(), auth::ofUser);
    add(AuthGrpc.getUserRevokeRoleMethod(), auth::ofUser);
    add(AuthGrpc.getRoleAddMethod(), auth::addRole);
    add(AuthGrpc.getRoleListMethod(), auth::listRoles);
    add(AuthGrpc.getRoleGetMethod(), auth::ofRole);
    add(AuthGrpc.getRoleDeleteMethod(), auth::ofRole);
    add(AuthGrpc.getRoleGrantPermissionMethod(), auth::ofRole);
    add(AuthGrpc.getRoleRevokePermissionMethod(), auth::ofRole);
  }

  private void addRegisters() {
    RegisterService registers = new RegisterService(backend.engine().registers(), backend.roster());
    add(RegistersGrpc.getProposeMethod(), registers::propose);
    add(RegistersGrpc.getReadMethod(), registers::read);
    add(RegistersGrpc.getListMethod(), registers::list);
    add(RegistersGrpc.getExplainMethod(), registers::explain);
    new RegisterPages(backend.engine().registers()).addTo(routes);
  }

  private void addPages() {
    Engine engine = backend.engine();
    EtcdStore store = backend.store();
    Metrics metrics = new Metrics(engine, store, backend.quota(), meters);
    new HealthPages(engine, store, backend.quota()).addTo(routes);
    new StatusPages(engine, store, backend.roster(), metrics).addTo(routes);
    ExplorerPages.addTo(routes);
    addLiveFeed();
  }

  /** What the member knows of its cluster, for the Explorer. */
  private void addLiveFeed() {
    Roster roster = backend.roster();
    EtcdStore store = backend.store();
    Seats seats =
        new Seats(
            Long.toHexString(roster.clusterId()),
            roster.self().id(),
            roster.members().stream()
                .map(member -> new Seats.Seat(member.id(), member.name(), member.peer().toString()))
                .toList(),
            () ->
                store.members().stream()
                    .collect(
                        Collectors.toMap(
                            member -> new MemberId(member.getID()), Member::getClientURLsList)),
            store::revision);
    new LiveFeed(
            backend.engine(),
            seats,
            meters(Set.of("Put", "DeleteRange", "Txn")),
            meters(Set.of("Range")))
        .addTo(routes);
  }

  private List<CallMeter> meters(Set<String> methods) {
    return meters.stream()
        .filter(meter -> meter.service().equals(KVGrpc.SERVICE_NAME))
        .filter(meter -> methods.contains(meter.method()))
        .toList();
  }

  private void add(MethodDescriptor<?, ?> method, GrpcMethod.Unary handler) {
    addHandler(method, handler);
  }

  private void addStreaming(MethodDescriptor<?, ?> method, GrpcMethod.Streaming handler) {
    addHandler(method, handler);
  }

  private void addHandler(MethodDescriptor<?, ?> method, GrpcMethod.Handler handler) {
    CallMeter meter =
        new CallMeter(
            Objects.requireNonNull(method.getServiceName()),
            Objects.requireNonNull(method.getBareMethodName()));
    meters.add(meter);
    GrpcMethod served =
        new GrpcMethod(
            handler, meter, this::hasLeader, config.maxRequestBytes() + MESSAGE_OVERHEAD);
    routes.method(method.getFullMethodName(), served);
    JsonMethod json =
        new JsonMethod(
            served, empty(method.getRequestMarshaller()), empty(method.getResponseMarshaller()));
    JsonPaths.of(method.getFullMethodName()).forEach(path -> routes.json(path, json));
  }

  private static Message empty(MethodDescriptor.Marshaller<?> marshaller) {
    if (marshaller instanceof MethodDescriptor.PrototypeMarshaller<?> typed
        && typed.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalStateException("A method's messages are not protobuf's.");
  }
}
