package dev.holdfast.app;

import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.LiveFeed;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Starts and stops what follows the log. It stops first of all: streams that never end by
 * themselves would keep the web server from draining.
 */
final class FollowTheLog implements SmartLifecycle {
  private final LiveFeed feed;
  private final List<EventConsumer> consumers;
  private volatile Disposable running = Disposables.disposed();

  FollowTheLog(LiveFeed feed, List<EventConsumer> consumers) {
    this.feed = feed;
    this.consumers = List.copyOf(consumers);
  }

  @Override
  public void start() {
    var all = Disposables.composite(feed.run().subscribe());
    consumers.forEach(consumer -> all.add(consumer.run().subscribe()));
    running = all;
  }

  @Override
  public void stop() {
    feed.close();
    running.dispose();
  }

  @Override
  public boolean isRunning() {
    return !running.isDisposed();
  }
}
