package dev.holdfast.adapter.webhook;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.NameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks a name up once for a connection and lets it be dialled only when every address it leads to
 * is allowed: what was judged is what is dialled, whatever the name leads to a moment later. A name
 * that leads to one forbidden address among others is a trap and refused as a whole.
 */
final class CheckedNames extends AddressResolverGroup<InetSocketAddress> {
  private final NameResolver<InetAddress> names;
  private final Predicate<InetAddress> allowed;

  CheckedNames(NameResolver<InetAddress> names, Predicate<InetAddress> allowed) {
    this.names = names;
    this.allowed = allowed;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Checked(executor).asAddressResolver();
  }

  private final class Checked extends InetNameResolver {
    Checked(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String name, Promise<InetAddress> promise) {
      var all = executor().<List<InetAddress>>newPromise();
      all.addListener(
          _ -> {
            if (all.isSuccess()) {
              promise.trySuccess(all.getNow().getFirst());
            } else {
              promise.tryFailure(all.cause());
            }
          });
      doResolveAll(name, all);
    }

    @Override
    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
      var found = names.resolveAll(name);
      found.addListener(
          _ -> {
            if (!found.isSuccess()) {
              promise.tryFailure(found.cause());
            } else if (found.getNow().isEmpty()) {
              promise.tryFailure(new UnknownHostException(name));
            } else if (!found.getNow().stream().allMatch(allowed)) {
              promise.tryFailure(new ForbiddenAddressException());
            } else {
              promise.trySuccess(found.getNow());
            }
          });
    }
  }
}
