package dev.holdfast.adapter.webhook;

import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Knows {@code localhost}, and that it is 127.0.0.1, and nothing else. */
final class LoopbackNames extends InetNameResolver {
  LoopbackNames() {
    super(ImmediateEventExecutor.INSTANCE);
  }

  @Override
  protected void doResolve(String name, Promise<InetAddress> promise) {
    if (name.equals("localhost")) {
      promise.trySuccess(InetAddress.ofLiteral("127.0.0.1"));
    } else {
      promise.tryFailure(new UnknownHostException(name));
    }
  }

  @Override
  protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
    if (name.equals("localhost")) {
      promise.trySuccess(List.of(InetAddress.ofLiteral("127.0.0.1")));
    } else {
      promise.tryFailure(new UnknownHostException(name));
    }
  }
}
