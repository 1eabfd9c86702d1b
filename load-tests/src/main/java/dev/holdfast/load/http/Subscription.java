package dev.holdfast.load.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is to be followed.
 *
 * @param servers where it can be had; taken in turn, from one opening to the next
 * @param head of the request, made anew for each opening: whole lines, without the last, empty one
 *     and without {@code Last-Event-ID}
 * @param after where it is taken up at first; absent: from now on
 * @param taker told of each event by the one thread that follows
 */
public record Subscription(
    List<InetSocketAddress> servers,
    Supplier<String> head,
    @Nullable String after,
    Consumer<StreamedEvent> taker) {
  public Subscription {
    servers = List.copyOf(servers);
  }
}
