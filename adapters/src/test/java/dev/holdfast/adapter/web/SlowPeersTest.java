package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/** Peers that never finish. The demo server's deadline is short. */
class SlowPeersTest {
  private static final long LIMIT_NANOS = DemoServer.DEADLINE.multipliedBy(3).toNanos();

  @SuppressWarnings("NullAway.Init")
  private static DemoServer server;

  @BeforeAll
  static void start() {
    server = new DemoServer(List.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anEndlessChunkedBodyIs413AndTheConnectionIsClosed() {
    try (var wire = Wire.to(server.port())) {
      wire.send(head("POST", "/v1/things", "Content-Type: application/json"));
      var chunk = " ".repeat(16 * 1024).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      var chunks = 0;
      while (catchThrowable(() -> wire.sendChunk(chunk, 0, chunk.length)) == null) {
        chunks++;
        assertThat(chunks).as("64 MiB were taken").isLessThan(4_096);
        if (available(wire)) {
          break;
        }
      }
      var answer = wire.read(false);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.code()).isEqualTo("body-too-large");
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  @Test
  void anEndlessBodyBehindARefusalDoesNotHoldTheConnection() {
    try (var wire = Wire.to(server.port())) {
      wire.send(head("PUT", "/v1/hours", "Content-Type: application/json"));
      var begin = System.nanoTime();
      while (catchThrowable(() -> wire.sendChunk(new byte[1_024], 0, 1_024)) == null) {
        assertThat(System.nanoTime() - begin).isLessThan(LIMIT_NANOS);
      }
    }
  }

  @Test
  void headersThatTrickleInAreCutOffAtTheDeadline() {
    try (var wire = Wire.to(server.port())) {
      wire.send("GET /v1/things HTTP/1.1\r\n");
      assertThat(isClosedInTime(wire)).isTrue();
    }
  }

  @Test
  void aBodyThatNeverComesIsCutOffAtTheDeadline() {
    try (var wire = Wire.to(server.port())) {
      wire.send(
          "POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100\r\n\r\n{");
      assertThat(isClosedInTime(wire)).isTrue();
    }
  }

  @Test
  void anIdleConnectionOutlivesTheDeadlineOfARequest() {
    try (var wire = Wire.to(server.port())) {
      wire.send("GET /v1/things?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(wire.read(false).status()).isEqualTo(200);
      var until = System.nanoTime() + DemoServer.DEADLINE.plusMillis(500).toNanos();
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(10_000_000);
      }
      wire.send("GET /v1/things?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(wire.read(false).status()).isEqualTo(200);
    }
  }

  @Test
  void whoReadsSlowlyButSteadilyIsServedOn() throws IOException {
    try (var wire = Wire.to(server.port())) {
      wire.socket().setReceiveBufferSize(64 * 1024);
      wire.send("GET /v1/endless HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n\r\n");
      var in = wire.socket().getInputStream();
      var until = System.nanoTime() + DemoServer.DEADLINE.multipliedBy(4).toNanos();
      while (System.nanoTime() < until) {
        assertThat(in.readNBytes(128 * 1024)).hasSize(128 * 1024);
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Test
  void aStreamThatWeLeaveUnreadIsNotCutOff() {
    var size = 4 * 1024 * 1024;
    var pausing = Duration.ofMillis(500);
    var impatient = new HttpServerLimits(pausing.dividedBy(2), Duration.ofMinutes(1), pausing);
    var reader =
        impatient
            .customize(HttpServer.create().host("127.0.0.1").port(0))
            .handle(
                (request, response) -> {
                  request.withConnection(it -> SlowPeers.expectStream(it.channel()));
                  var taken = new AtomicInteger();
                  return request
                      .receive()
                      .asByteArray()
                      .concatMap(
                          bytes ->
                              taken.getAndAdd(bytes.length) == 0
                                  ? Mono.delay(pausing.multipliedBy(4)).thenReturn(bytes)
                                  : Mono.just(bytes),
                          1)
                      .then(
                          Mono.defer(
                              () -> response.sendString(Mono.just("" + taken.get())).then()));
                })
            .bindNow();
    try (var wire = Wire.to(reader.port())) {
      wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
      wire.send(" ".repeat(size));
      assertThat(wire.read(false).body()).isEqualTo("" + size);
    } finally {
      reader.disposeNow();
    }
  }

  private static boolean isClosedInTime(Wire wire) {
    var begin = System.nanoTime();
    return wire.isClosedByServer() && System.nanoTime() - begin < LIMIT_NANOS;
  }

  private static boolean available(Wire wire) {
    try {
      return wire.socket().getInputStream().available() > 0;
    } catch (java.io.IOException _) {
      return true;
    }
  }

  private static String head(String method, String target, String header) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: x\r\n"
        + header
        + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }
}
