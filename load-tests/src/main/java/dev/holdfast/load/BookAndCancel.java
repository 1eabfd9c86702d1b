package dev.holdfast.load;

import dev.holdfast.load.http.Answers;
import dev.holdfast.load.http.Traffic;
import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Fields;
import dev.holdfast.load.stack.Stack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Bookings are made and, a hundred later, cancelled by whom they belong to. */
final class BookAndCancel implements Traffic, Answers {
  private static final int KEPT = 100;

  private final Traffic creates;
  private final Map<String, Account> accounts;
  private final int port;
  private final Queue<OwnBooking> live = new ArrayDeque<>();

  BookAndCancel(Stack stack) {
    creates = CreateTraffic.forFreeSlots(stack);
    port = stack.server().address().getPort();
    accounts =
        stack.accounts().stream()
            .collect(Collectors.toMap(account -> account.id().toString(), Function.identity()));
  }

  @Override
  public void next(ByteBuffer request) {
    var oldest = live.size() > KEPT ? live.poll() : null;
    if (oldest == null) {
      creates.next(request);
    } else {
      request.put(cancellation(oldest).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private String cancellation(OwnBooking booking) {
    return """
    POST /v1/bookings/%s/cancel HTTP/1.1\r
    Host: 127.0.0.1:%d\r
    Authorization: Bearer %s\r
    If-Match: "1"\r
    Content-Length: 0\r
    \r
    """
        .formatted(booking.id(), port, booking.owner().token());
  }

  @Override
  public void answered(int status, String body) {
    if (status == 201) {
      var owner = accounts.get(Fields.text(body, "userId"));
      if (owner == null) {
        throw new IllegalStateException("somebody else's: " + body);
      }
      live.add(new OwnBooking(Fields.text(body, "id"), owner));
    }
  }
}
