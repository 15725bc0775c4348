package io.synod.bench;

import io.synod.bench.cluster.Cluster;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Workload;
import io.synod.bench.profile.MemberProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench/profile}. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs three members of Synod under a workload, and prints where their processor time goes:"
            + " by thread for each member, and by method for the leader and one follower.")
final class Profile implements Callable<Integer> {
  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "One of ${NAMES} (default: ${DEFAULT-VALUE}).")
  private String name = "put-1000";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to watch (default: ${DEFAULT-VALUE}).")
  private double seconds = 10;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "How long the load runs before that (default: ${DEFAULT-VALUE}).")
  private double warmup = 20;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many methods to print (default: ${DEFAULT-VALUE}).")
  private int top = 25;

  @Mixin private final Place place = new Place();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private Profile() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workload workload = Workloads.named(name).orElse(null);
    if (workload == null) {
      out.printf("profile: there is no workload '%s'; there are %s%n", name, Workloads.names());
      return 2;
    }
    try (LoadGenerator generator = new LoadGenerator();
        Cluster cluster = Cluster.start(place.synod(), place.data(), place.port(), generator)) {
      generator.fill(cluster.clientAddresses());
      InetSocketAddress leader = cluster.leader(generator);
      List<InetSocketAddress> order = new ArrayList<>(cluster.clientAddresses());
      order.remove(leader);
      order.addFirst(leader);
      List<MemberProfile> profiles = new ArrayList<>();
      for (InetSocketAddress address : order) {
        profiles.add(new MemberProfile(cluster.pid(address), profiles.size() < 2));
      }
      List<InetSocketAddress> targets =
          workload.clients() == 1 ? List.of(leader) : cluster.clientAddresses();
      Sample sample = generator.run(workload, targets, warmup, seconds, window(profiles));
      out.printf(
          Locale.ROOT,
          "%s: %,.0f requests/s, p50 %.2f ms, p99 %.2f ms, %d errors%n",
          name,
          sample.perSecond(),
          sample.millis(50),
          sample.millis(99),
          sample.errors());
      for (int i = 0; i < profiles.size(); i++) {
        out.printf("%n%s%n", i == 0 ? "LEADER" : "FOLLOWER");
        profiles.get(i).print(out, Math.max(1, sample.requests()), top);
      }
      return 0;
    }
  }

  private static LoadGenerator.Window window(List<MemberProfile> profiles) {
    return new LoadGenerator.Window() {
      @Override
      public void opens() {
        profiles.forEach(MemberProfile::beginSampling);
        profiles.forEach(MemberProfile::begin);
      }

      @Override
      public void closes() {
        profiles.forEach(MemberProfile::end);
        profiles.forEach(MemberProfile::endSampling);
      }
    };
  }
}
