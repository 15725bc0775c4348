package io.synod.cli.faults;

import io.synod.cli.faults.links.Namespaces;
import io.synod.cli.faults.links.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A cluster whose links can be cut, with a probe at it. */
final class Split implements AutoCloseable {
  /** So many writes does the hub miss where its log is to be behind. */
  private static final int MISSED = 5;

  private final Namespaces net;
  private final Cluster cluster;
  private final Probe probe;

  private Split(Namespaces net, Cluster cluster, Probe probe) {
    this.net = net;
    this.cluster = cluster;
    this.probe = probe;
  }

  /**
   * Starts so many members of a system.
   *
   * @param program what starts one; nothing if it is to be Synod from the class path
   */
  static Split start(Processes processes, Path home, int members, List<String> program)
      throws IOException, InterruptedException {
    Namespaces net = Namespaces.make(members);
    try {
      Cluster cluster = processes.cluster(home, net, members);
      if (!program.isEmpty()) {
        cluster.nodes().forEach(node -> node.program(program));
      }
      // Whether they serve is for the probe to see: another system has no status page of Synod's.
      cluster.nodes().forEach(Node::start);
      return new Split(net, cluster, new Probe(cluster));
    } catch (RuntimeException e) {
      net.close();
      throw e;
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Probe probe() {
    return probe;
  }

  /** Cuts links, and marks the moment. */
  void cut(Shape shape, int leader) throws IOException, InterruptedException {
    int size = cluster.nodes().size();
    net.only(shape.before(size, leader));
    probe.mark();
    Await.until("writes go on before the fault", () -> probe.answered(leader) >= MISSED);
    net.only(shape.left(size, leader));
    probe.mark();
  }

  /** Mends all links. */
  void heal() throws IOException {
    net.heal();
  }

  @Override
  public void close() {
    probe.close();
    net.close();
  }
}
