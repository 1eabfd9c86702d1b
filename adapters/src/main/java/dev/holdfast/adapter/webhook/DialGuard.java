package dev.holdfast.adapter.webhook;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Predicate;

/** The last look before a socket is connected, however its address was come by. */
final class DialGuard extends ChannelOutboundHandlerAdapter {
  private final Predicate<InetAddress> allowed;

  DialGuard(Predicate<InetAddress> allowed) {
    this.allowed = allowed;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    if (remote instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && allowed.test(inet.getAddress())) {
      var _ = context.connect(remote, local, promise); // the promise is the answer
    } else {
      promise.tryFailure(new ForbiddenAddressException());
    }
  }
}
