package dev.holdfast.adapter.webhook;

import dev.holdfast.notification.port.WebhookNames;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.NameResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Names by DNS, without blocking. Only whole names: no search domain of this machine's is put
 * behind them. Answers are remembered for a minute at most.
 */
public final class DnsNames implements WebhookNames, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int REMEMBERED_SECONDS = 60;

  private final DnsNameResolver resolver;

  public DnsNames(LoopResources loops) {
    var group = loops.onClient(true);
    resolver =
        new DnsNameResolverBuilder(group.next())
            .datagramChannelFactory(() -> loops.onChannel(DatagramChannel.class, group))
            .queryTimeoutMillis(PATIENCE.toMillis())
            .searchDomains(List.of())
            .ttl(0, REMEMBERED_SECONDS)
            .build();
  }

  NameResolver<InetAddress> resolver() {
    return resolver;
  }

  @Override
  public Mono<List<InetAddress>> addresses(String name) {
    return Mono.<List<InetAddress>>create(
            sink -> {
              var found = resolver.resolveAll(name);
              found.addListener(
                  _ -> {
                    if (found.isSuccess()) {
                      sink.success(found.getNow());
                    } else {
                      sink.error(found.cause());
                    }
                  });
            })
        .onErrorReturn(List.of());
  }

  @Override
  public void close() {
    resolver.close();
  }
}
