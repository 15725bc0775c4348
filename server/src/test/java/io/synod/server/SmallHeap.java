package io.synod.server;

import io.synod.store.EtcdStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The front end on a store on disk, in a process of its own that has little memory. */
final class SmallHeap {

  private SmallHeap() {}

  /**
   * Prints its endpoint, and serves until its standard input ends.
   *
   * @param arguments a directory
   */
  public static void main(String[] arguments)
      throws ConfigException, IOException, InterruptedException {
    FakeCluster cluster = new FakeCluster(Map.of(), EtcdStore.open(Path.of(arguments[0])));
    System.out.println(cluster.endpoint());
    while (System.in.read() >= 0) {
      // The test says nothing; it ends this process by closing its input.
    }
    cluster.close();
  }
}
