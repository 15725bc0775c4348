package io.synod.server.explorer;

import io.synod.server.front.Listener;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The Explorer's page by itself, without a member, for this machine only. */
public final class ExplorerServer implements AutoCloseable {

  private static final int MOST_STREAMS = 100;

  private final Listener listener;

  private ExplorerServer(Listener listener) {
    this.listener = listener;
  }

  /**
   * Serves the page, and returns once it does.
   *
   * @param port where; 0 means one that the system chooses
   * @throws IOException if the port cannot be had
   */
  public static ExplorerServer start(int port) throws IOException {
    Routes routes = new Routes();
    routes.page("/", _ -> ExplorerPages.redirect("explorer/").now());
    ExplorerPages.addTo(routes);
    // An answer rather than none, which browsers would complain of.
    routes.page(LiveFeed.PATH, _ -> PageAnswer.text(200, "no member serves this page\n").now());
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    return new ExplorerServer(new Listener(List.of(address), routes, MOST_STREAMS));
  }

  /** Where a browser finds the page. */
  public String address() {
    return "http://127.0.0.1:" + listener.port() + ExplorerPages.PATH;
  }

  @Override
  public void close() {
    listener.close();
  }
}
