package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListsTest {
  @SuppressWarnings("NullAway.Init")
  private DemoServer server;

  @BeforeEach
  void start() {
    server = new DemoServer(List.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPageLeadsToTheNextAndTheLastToNone() {
    var first = Wire.get(server.port(), "/v1/things?limit=2&q=a%26b");
    assertThat(first.json().path("items")).hasSize(2);
    var cursor = first.json().path("nextCursor").asString();
    assertThat(first.header("Link"))
        .isEqualTo("</v1/things?limit=2&q=a%26b&cursor=" + cursor + ">; rel=\"next\"");
    var next = first.header("Link").substring(1).split(">", 2)[0];
    var last = Wire.get(server.port(), next);
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.json().path("nextCursor").isNull()).isTrue();
    assertThat(last.header("Link")).isEmpty();
  }

  @Test
  void withoutALimitAPageHas50() {
    assertThat(Wire.get(server.port(), "/v1/things").json().path("items")).hasSize(50);
  }

  @Test
  void aCursorIsGoodForItsOwnListOnly() {
    var cursor = Wire.get(server.port(), "/v1/things?q=a").json().path("nextCursor").asString();
    assertThat(status("/v1/things?q=a&limit=3&cursor=" + cursor)).isEqualTo(200);
    assertInvalid("/v1/things?q=b&cursor=" + cursor);
    assertInvalid("/v1/things?cursor=" + cursor);
    assertInvalid("/v1/things?q=a&cursor=" + cursor, DemoServer.TOKEN);
    assertInvalid("/v1/things?q=a&cursor=");
    assertInvalid("/v1/things?q=a&cursor=x");
    assertInvalid("/v1/things?q=a&cursor=" + cursor + "&cursor=" + cursor);
    var tampered = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);
    assertInvalid("/v1/things?q=a&cursor=" + tampered);
  }

  private void assertInvalid(String target, String... headers) {
    var answer = Wire.get(server.port(), target, headers);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-cursor");
  }

  private int status(String target) {
    return Wire.get(server.port(), target).status();
  }

  @Test
  void aStreamIsALineForEachObject() {
    var answer = Wire.get(server.port(), "/v1/things", "Accept: application/x-ndjson");
    assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(answer.body().lines()).hasSize(100).allMatch(line -> line.startsWith("{"));
    assertThat(answer.body()).endsWith("}\n");
  }

  @Test
  void rowsAreMadeAsFastAsTheClientReadsAndNoFaster() throws Exception {
    try (var wire = Wire.to(server.port())) {
      wire.send("GET /v1/endless HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n\r\n");
      var stalledAt = awaitStill();
      assertThat(stalledAt).isBetween(1L, 40_000L);
      read(wire, 16 * 1024 * 1024);
      assertThat(server.rowsMade.get()).isGreaterThan(stalledAt);
    }
  }

  @Test
  void aClientThatStopsReadingIsDropped() {
    try (var wire = Wire.to(server.port())) {
      wire.send("GET /v1/endless HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n\r\n");
      var stalledAt = awaitStill();
      // It reads nothing, so it learns of the end by what it can no longer send.
      var limit = System.nanoTime() + DemoServer.DEADLINE.multipliedBy(8).toNanos();
      while (catchThrowable(() -> wire.send("\r\n")) == null) {
        assertThat(System.nanoTime()).isLessThan(limit);
        LockSupport.parkNanos(20_000_000);
      }
      assertThat(server.rowsMade.get()).isLessThan(stalledAt + 40_000);
    }
  }

  private static void read(Wire wire, int bytes) throws IOException {
    var in = wire.socket().getInputStream();
    for (var left = bytes; left > 0; ) {
      left -= in.readNBytes(Math.min(left, 65_536)).length;
    }
  }

  /** How many rows have been made when no more are. */
  private long awaitStill() {
    var seen = -1L;
    var since = System.nanoTime();
    while (seen <= 0 || System.nanoTime() - since < 300_000_000L) {
      var now = server.rowsMade.get();
      if (now != seen) {
        seen = now;
        since = System.nanoTime();
      }
      LockSupport.parkNanos(5_000_000);
    }
    return seen;
  }
}
