package io.synod.server;

import java.util.List;
import java.util.Map;

/** Under which paths etcd's gateway serves the methods of its API. */
final class JsonPaths {

  /** etcd 3.4 has both; later ones the first. */
  private static final List<String> PREFIXES = List.of("/v3/", "/v3beta/");

  private static final Map<String, List<String>> PATHS =
      Map.ofEntries(
          Map.entry("etcdserverpb.KV/Range", List.of("kv/range")),
          Map.entry("etcdserverpb.KV/Put", List.of("kv/put")),
          Map.entry("etcdserverpb.KV/DeleteRange", List.of("kv/deleterange")),
          Map.entry("etcdserverpb.KV/Txn", List.of("kv/txn")),
          Map.entry("etcdserverpb.KV/Compact", List.of("kv/compaction")),
          Map.entry("etcdserverpb.Watch/Watch", List.of("watch")),
          Map.entry("etcdserverpb.Lease/LeaseGrant", List.of("lease/grant")),
          Map.entry("etcdserverpb.Lease/LeaseRevoke", List.of("lease/revoke", "kv/lease/revoke")),
          Map.entry("etcdserverpb.Lease/LeaseKeepAlive", List.of("lease/keepalive")),
          Map.entry(
              "etcdserverpb.Lease/LeaseTimeToLive",
              List.of("lease/timetolive", "kv/lease/timetolive")),
          Map.entry("etcdserverpb.Lease/LeaseLeases", List.of("lease/leases", "kv/lease/leases")),
          Map.entry("etcdserverpb.Cluster/MemberList", List.of("cluster/member/list")),
          Map.entry("etcdserverpb.Cluster/MemberAdd", List.of("cluster/member/add")),
          Map.entry("etcdserverpb.Cluster/MemberRemove", List.of("cluster/member/remove")),
          Map.entry("etcdserverpb.Cluster/MemberUpdate", List.of("cluster/member/update")),
          Map.entry("etcdserverpb.Cluster/MemberPromote", List.of("cluster/member/promote")),
          Map.entry("etcdserverpb.Maintenance/Alarm", List.of("maintenance/alarm")),
          Map.entry("etcdserverpb.Maintenance/Status", List.of("maintenance/status")),
          Map.entry("etcdserverpb.Maintenance/Defragment", List.of("maintenance/defragment")),
          Map.entry("etcdserverpb.Maintenance/Hash", List.of("maintenance/hash")),
          Map.entry("etcdserverpb.Maintenance/HashKV", List.of("maintenance/hashkv")),
          Map.entry("etcdserverpb.Maintenance/Downgrade", List.of("maintenance/downgrade")),
          Map.entry("etcdserverpb.Maintenance/Snapshot", List.of("maintenance/snapshot")),
          Map.entry(
              "etcdserverpb.Maintenance/MoveLeader", List.of("maintenance/transfer-leadership")),
          Map.entry("etcdserverpb.Auth/AuthEnable", List.of("auth/enable")),
          Map.entry("etcdserverpb.Auth/AuthDisable", List.of("auth/disable")),
          Map.entry("etcdserverpb.Auth/AuthStatus", List.of("auth/status")),
          Map.entry("etcdserverpb.Auth/Authenticate", List.of("auth/authenticate")),
          Map.entry("etcdserverpb.Auth/UserAdd", List.of("auth/user/add")),
          Map.entry("etcdserverpb.Auth/UserGet", List.of("auth/user/get")),
          Map.entry("etcdserverpb.Auth/UserList", List.of("auth/user/list")),
          Map.entry("etcdserverpb.Auth/UserDelete", List.of("auth/user/delete")),
          Map.entry("etcdserverpb.Auth/UserChangePassword", List.of("auth/user/changepw")),
          Map.entry("etcdserverpb.Auth/UserGrantRole", List.of("auth/user/grant")),
          Map.entry("etcdserverpb.Auth/UserRevokeRole", List.of("auth/user/revoke")),
          Map.entry("etcdserverpb.Auth/RoleAdd", List.of("auth/role/add")),
          Map.entry("etcdserverpb.Auth/RoleGet", List.of("auth/role/get")),
          Map.entry("etcdserverpb.Auth/RoleList", List.of("auth/role/list")),
          Map.entry("etcdserverpb.Auth/RoleDelete", List.of("auth/role/delete")),
          Map.entry("etcdserverpb.Auth/RoleGrantPermission", List.of("auth/role/grant")),
          Map.entry("etcdserverpb.Auth/RoleRevokePermission", List.of("auth/role/revoke")),
          Map.entry("v3lockpb.Lock/Lock", List.of("lock/lock")),
          Map.entry("v3lockpb.Lock/Unlock", List.of("lock/unlock")),
          Map.entry("v3electionpb.Election/Campaign", List.of("election/campaign")),
          Map.entry("v3electionpb.Election/Proclaim", List.of("election/proclaim")),
          Map.entry("v3electionpb.Election/Leader", List.of("election/leader")),
          Map.entry("v3electionpb.Election/Observe", List.of("election/observe")),
          Map.entry("v3electionpb.Election/Resign", List.of("election/resign")));

  private JsonPaths() {}

  /** All paths of a method; none if it is not one of etcd's. */
  static List<String> of(String fullName) {
    List<String> names = PATHS.getOrDefault(fullName, List.of());
    return PREFIXES.stream().flatMap(prefix -> names.stream().map(name -> prefix + name)).toList();
  }
}
