package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final int EVENTS = 3_000;
  private static final int PER_ANSWER = 500;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch told = new CountDownLatch(EVENTS);
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/events", StreamsTest::tell);
    server.createContext(
        "/gone",
        exchange -> {
          exchange.sendResponseHeaders(410, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The next so many numbers after the one that was seen last; then the answer ends. */
  private static void tell(HttpExchange exchange) throws IOException {
    var last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    int first = last == null ? 0 : Integer.parseInt(last) + 1;
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      for (int id = first; id < Math.min(EVENTS, first + PER_ANSWER); id++) {
        out.write("id: %d\ndata: number %d\n\n".formatted(id, id).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private Subscription to(String path, @Nullable String after) {
    return new Subscription(
        List.of(server.getAddress()),
        () -> "GET " + path + " HTTP/1.1\r\nHost: x\r\n",
        after,
        event -> {
          taken.add(event.data());
          told.countDown();
        });
  }

  @Test
  void howeverOftenItIsCutAStreamIsTakenUpWhereItWas() throws InterruptedException {
    var cuts = new Cuts(new Random(1), Duration.ofMillis(5), Duration.ofMillis(1));
    try (var streams = new Streams(cuts)) {
      streams.follow(to("/events", null));
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(streams.hungUp()).isGreaterThan(5);
    }
    assertThat(taken)
        .containsExactlyElementsOf(
            IntStream.range(0, EVENTS).mapToObj(each -> "number " + each).toList());
  }

  @Test
  void aStreamThatTheServerEndsIsOpenedAgainBehindItsLastEvent() throws InterruptedException {
    try (var streams = new Streams(Cuts.never())) {
      streams.follow(to("/events", "99"));
      for (int each = 100; each < EVENTS; each++) {
        assertThat(taken.poll(60, TimeUnit.SECONDS)).isEqualTo("number " + each);
      }
      assertThat(streams.letGo()).isPositive();
      assertThat(streams.hungUp()).isZero();
    }
  }

  @Test
  void aPlaceThatIsGoneIsNotAskedForAgain() throws InterruptedException {
    try (var streams = new Streams(Cuts.never())) {
      streams.follow(to("/gone", "7"));
      streams.follow(
          new Subscription(
              List.of(server.getAddress()),
              () -> "GET /events HTTP/1.1\r\nHost: x\r\n",
              null,
              _ -> told.countDown()));
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(streams.gone()).isOne();
    }
    assertThat(taken).isEmpty();
  }
}
