package dev.holdfast.adapter.web.feed;

import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.ClientAddress;
import dev.holdfast.adapter.web.EdgeFilter;
import dev.holdfast.adapter.web.ProblemHandler;
import dev.holdfast.adapter.web.Problems;
import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.feed.usecase.BookingEvents;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.QueryBus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

class FeedRoutesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TIMEOUT_MS = 20_000;

  private final Booking booking = aBooking().booking();
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LiveFeed feed = new LiveFeed(log, LiveFeed.Settings.DEFAULT, List.of());
  private final Disposable running = feed.run().subscribe();
  private final DisposableServer server = serve();
  private volatile @Nullable Instant knownUntil;

  private DisposableServer serve() {
    var queries = new QueryBus(Around.NOTHING);
    new BookingEvents(feed, log, (_, _) -> Mono.just(booking)).bind(queries);
    var news = new EventViews(facts -> Mono.just(new BookingView(facts, "opened", null)), JSON);
    var routes =
        new WebRoutes(
            (_, origin) ->
                Mono.just(
                    new Actor(UserId.next(), Role.USER, UUID.randomUUID(), origin, knownUntil)),
            List.of(new FeedRoutes(queries, news, InstantSource.system())));
    var handler =
        RouterFunctions.toHttpHandler(
            routes,
            HandlerStrategies.builder()
                .webFilter(new EdgeFilter(new ClientAddress(List.of())))
                .exceptionHandler(
                    new ProblemHandler(new Problems(List.of(new FeedProblems()), List.of())))
                .build());
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .handle(new ReactorHttpHandlerAdapter(handler))
        .bindNow();
  }

  @AfterEach
  void stop() {
    feed.close();
    running.dispose();
    server.disposeNow();
  }

  private LoggedEvent happens() {
    var transaction = log.begin();
    var event =
        log.append(
            transaction, booking.id().value(), JSON.writeValueAsString(BookingFacts.of(booking)));
    log.commit(transaction);
    return event;
  }

  /** One who follows, line by line. */
  private final class Reader implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    private final BufferedReader in;

    Reader(String query, String... headers) throws IOException {
      socket.setSoTimeout(TIMEOUT_MS);
      var head =
          new StringBuilder("GET /v1/bookings/" + booking.id() + "/events" + query)
              .append(" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n");
      for (var header : headers) {
        head.append(header).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    int status() throws IOException {
      return Integer.parseInt(in.readLine().split(" ", -1)[1]);
    }

    /** The next event as its three lines, without comments and what belongs to the transfer. */
    List<String> event() throws IOException {
      var lines = new ArrayList<String>();
      while (lines.size() < 3) {
        var line = in.readLine();
        if (line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: ")) {
          lines.add(line);
        }
      }
      return lines;
    }

    String until(String start) throws IOException {
      var line = in.readLine();
      while (!line.startsWith(start)) {
        line = in.readLine();
      }
      return line;
    }

    boolean isCutOff() {
      try {
        while (in.readLine() != null) {
          // what was under way
        }
        return true;
      } catch (java.net.SocketTimeoutException _) {
        return false;
      } catch (IOException _) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aStreamBeginsWithTheBookingAndThenTellsEachChange() throws IOException {
    var created = happens();
    try (var reader = new Reader("")) {
      assertThat(reader.status()).isEqualTo(200);
      assertThat(reader.until("Content-Type")).isEqualTo("Content-Type: text/event-stream");
      assertThat(reader.until("retry: ")).matches("retry: [1-4]\\d{3}");
      var snapshot = reader.event();
      assertThat(snapshot.get(0)).isEqualTo("id: " + created.position());
      assertThat(snapshot.get(1)).isEqualTo("event: snapshot");
      assertThat(JSON.readTree(snapshot.get(2).substring(6)).path("note").asString())
          .isEqualTo("opened");

      var changed = happens();
      var change = reader.event();
      assertThat(change.get(0)).isEqualTo("id: " + changed.position());
      assertThat(change.get(1)).isEqualTo("event: booking.confirmed");
      var data = JSON.readTree(change.get(2).substring(6));
      assertThat(data.propertyNames())
          .containsExactly(
              "id",
              "type",
              "aggregateType",
              "aggregateId",
              "version",
              "occurredAt",
              "venueId",
              "data");
      assertThat(data.path("data").path("id").asString()).isEqualTo(booking.id().toString());
    }
  }

  @Test
  void theHeaderResumesAndIsFresherThanTheParameter() throws IOException {
    var first = happens();
    var second = happens();
    var third = happens();
    try (var reader =
        new Reader("?lastEventId=" + first.position(), "Last-Event-ID: " + second.position())) {
      assertThat(reader.event().getFirst()).isEqualTo("id: " + third.position());
    }
    try (var reader = new Reader("?lastEventId=" + first.position())) {
      assertThat(reader.event().getFirst()).isEqualTo("id: " + second.position());
      assertThat(reader.event().getFirst()).isEqualTo("id: " + third.position());
    }
  }

  @Test
  void whatCannotBeResumedIsRefusedBeforeTheStreamBegins() throws IOException {
    happens();
    try (var reader = new Reader("", "Last-Event-ID: 999-999", "Connection: close")) {
      assertThat(reader.status()).isEqualTo(410);
      assertThat(reader.until("{")).contains("position-gone");
    }
    try (var reader = new Reader("", "Last-Event-ID: yesterday", "Connection: close")) {
      assertThat(reader.status()).isEqualTo(400);
      assertThat(reader.until("{")).contains("invalid-parameter");
    }
    try (var reader = new Reader("?lastEventId=-1")) {
      assertThat(reader.status()).isEqualTo(400);
    }
  }

  @Test
  void closingTheFeedEndsTheStreamAsAWholeAnswer() throws IOException {
    happens();
    try (var reader = new Reader("")) {
      reader.event();
      feed.close();
      assertThat(reader.until("0")).isEqualTo("0"); // the last chunk
    }
  }

  @Test
  void aStreamEndsWithTheTokenItWasAskedForWith() throws IOException {
    happens();
    knownUntil = Instant.now().plusMillis(300);
    try (var reader = new Reader("")) {
      reader.event();
      assertThat(reader.until("0")).isEqualTo("0"); // the last chunk
    }
    awaitFollowers(0);
    knownUntil = Instant.now().plusSeconds(60);
    try (var reader = new Reader("")) {
      reader.event();
      var next = happens();
      assertThat(reader.event().getFirst()).isEqualTo("id: " + next.position());
    }
  }

  @Test
  void aReaderWhoTakesNothingIsCutOffAndOthersAreServed() throws Exception {
    happens();
    try (var stalled = new Reader("");
        var other = new Reader("")) {
      stalled.event();
      other.event();
      awaitFollowers(2);
      var last = happens();
      var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (feed.followers() == 2 && System.nanoTime() < deadline) {
        last = happens();
        assertThat(other.event().getFirst()).isEqualTo("id: " + previous(last));
      }
      assertThat(feed.followers()).isEqualTo(1);
      assertThat(stalled.isCutOff()).isTrue();
      assertThat(other.event().getFirst()).isEqualTo("id: " + last.position());
    }
  }

  private static String previous(LoggedEvent event) {
    return (event.position().transaction() - 1) + "-" + (event.position().sequence() - 1);
  }

  @Test
  void aReaderWhoLeavesIsForgotten() throws IOException {
    happens();
    try (var reader = new Reader("")) {
      reader.event();
      awaitFollowers(1);
    }
    awaitFollowers(0);
  }

  private void awaitFollowers(int count) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (feed.followers() != count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(feed.followers()).isEqualTo(count);
  }
}
