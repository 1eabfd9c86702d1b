package dev.holdfast.adapter.postgres;

import io.netty.channel.EventLoop;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import reactor.netty.resources.LoopResources;

/** Where lanes run, and how each opens its own connection. */
public final class LaneConnections {
  private final String url;
  private final List<EventLoop> loops = new ArrayList<>();

  /**
   * @param url as for {@link PostgresPool#factory}
   * @param loops those of the HTTP server
   */
  public LaneConnections(String url, LoopResources loops) {
    this.url = url;
    for (var loop : loops.onServer(LoopResources.DEFAULT_NATIVE)) {
      if (!(loop instanceof EventLoop one)) {
        throw new IllegalArgumentException("not an event loop: " + loop);
      }
      this.loops.add(one);
    }
  }

  /** One lane for each. */
  List<EventLoop> loops() {
    return loops;
  }

  /** What opens connections on this loop. */
  PostgresqlConnectionFactory on(EventLoop loop) {
    return PostgresPool.lane(url, _ -> loop);
  }
}
