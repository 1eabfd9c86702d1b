package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Bookings line by line. */
class BulkIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final String BULK = "/v1/bookings/bulk";

  private final String token = HOLDFAST.tokenOf("user");

  private static String line(String key, Instant start) {
    return "{\"key\":\"%s\",\"items\":[{\"resourceId\":\"%s\",\"start\":\"%s\",\"end\":\"%s\"}]}"
        .formatted(key, COURT, start, start.plus(Duration.ofMinutes(30)));
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  /** Half hours, ten hours a day. */
  private static Instant slot(int firstDay, int n) {
    return tenOClock(firstDay + n / 20).plus(Duration.ofMinutes(30L * (n % 20)));
  }

  private WebTestClient.ResponseSpec send(String body) {
    return HOLDFAST
        .client()
        .post()
        .uri(BULK)
        .headers(headers -> headers.setBearerAuth(token))
        .header("Content-Type", MediaType.APPLICATION_NDJSON_VALUE)
        .bodyValue(body.getBytes(UTF_8))
        .exchange();
  }

  private List<JsonNode> answers(String body) {
    var answer = send(body).expectStatus().isOk().expectBody(byte[].class).returnResult();
    return new String(Objects.requireNonNull(answer.getResponseBody()), UTF_8)
        .lines()
        .map(line -> json(line.getBytes(UTF_8)))
        .toList();
  }

  private static List<Long> numbers(List<JsonNode> answers) {
    return answers.stream().map(answer -> answer.path("line").asLong()).toList();
  }

  private static List<Integer> statuses(List<JsonNode> answers) {
    return answers.stream().map(answer -> answer.path("status").asInt()).toList();
  }

  @Test
  void everyLineIsAnsweredInItsPlaceAndABadOneStopsNothing() {
    var first = key();
    var body =
        String.join(
            "\n",
            line(first, slot(100, 0)),
            "",
            "not json",
            line(key(), slot(100, 1)).replace("\"key\"", "\"kee\""),
            "{\"items\":[]}",
            line(key(), slot(100, 0)),
            line(key(), slot(100, 1)).replace("}]}", "}],\"note\":\"" + "x".repeat(70_000) + "\"}"),
            line(key(), slot(100, 1)).replace(COURT, UUID.randomUUID().toString()),
            line("a b", slot(100, 1)) + "\r",
            "\r",
            line(key(), slot(100, 1)).replace("11:00:00Z\"}", "10:47:00Z\"}"),
            line(key(), slot(100, 2)));
    var answers = answers(body);
    assertThat(numbers(answers)).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 11L, 12L);
    assertThat(statuses(answers)).containsExactly(201, 400, 400, 400, 409, 413, 404, 400, 422, 201);
    assertThat(answers.get(0).path("key").asString()).isEqualTo(first);
    assertThat(answers.get(0).has("replayed")).isFalse();
    assertThat(answers.get(1).path("key").isNull()).isTrue();
    assertThat(codes(answers))
        .containsExactly(
            "malformed-body",
            "unknown-field",
            "idempotency-key-missing",
            "slot-taken",
            "body-too-large",
            "not-found",
            "idempotency-key-invalid",
            "interval-grid");
    var again = answers(line(first, slot(100, 0))).getFirst();
    assertThat(again.path("replayed").asBoolean()).isTrue();
    assertThat(again.path("booking")).isEqualTo(answers.getFirst().path("booking"));
  }

  private static List<String> codes(List<JsonNode> answers) {
    return answers.stream()
        .filter(answer -> answer.has("problem"))
        .map(answer -> answer.path("problem").path("code").asString())
        .toList();
  }

  @Test
  void thousandsOfLinesAreAnsweredInOrder() {
    var lines = IntStream.range(0, 3_000).mapToObj(n -> line(key(), slot(110, n))).toList();
    var answers = answers(String.join("\n", lines) + "\n");
    assertThat(numbers(answers))
        .isEqualTo(IntStream.rangeClosed(1, lines.size()).mapToObj(n -> (long) n).toList());
    assertThat(statuses(answers)).containsOnly(201);
  }

  @Test
  void aLineIsAnsweredBeforeTheNextOneIsSent() throws Exception {
    try (var call = new OpenCall()) {
      for (var n = 0; n < 5; n++) {
        call.send(line(key(), slot(350, n)));
        var answer = call.nextLine();
        assertThat(answer.path("status").asInt()).isEqualTo(201);
        assertThat(answer.path("line").asInt()).isEqualTo(n + 1);
      }
    }
  }

  @Test
  void whoLeavesHalfWayLeavesNothingBehindThatHoldsAConnection() throws Exception {
    for (var n = 0; n < 20; n++) {
      try (var call = new OpenCall()) {
        for (var m = 0; m < 50; m++) {
          call.send(line(key(), slot(200, n * 50 + m)));
        }
        call.nextLine();
      }
    }
    assertThat(
            RunningHoldfast.eventually(
                () -> HOLDFAST.pool().getMetrics().orElseThrow().acquiredSize(),
                acquired -> acquired == 0))
        .isZero();
    assertThat(statuses(answers(line(key(), slot(360, 0))))).containsExactly(201);
  }

  @Test
  void whatIsNotNdjsonIsRefusedAsAWhole() {
    var answer =
        HOLDFAST
            .client()
            .post()
            .uri(BULK)
            .headers(headers -> headers.setBearerAuth(token))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(line(key(), slot(100, 5)).getBytes(UTF_8))
            .exchange();
    assertThat(json(answer.expectStatus().isEqualTo(415)).path("code").asString())
        .isEqualTo("unsupported-media-type");
  }

  @Test
  void withoutATokenNothingIsRead() {
    HOLDFAST
        .client()
        .post()
        .uri(BULK)
        .header("Content-Type", MediaType.APPLICATION_NDJSON_VALUE)
        .body(Flux.just(line(key(), slot(100, 6))), String.class)
        .exchange()
        .expectStatus()
        .isUnauthorized();
  }

  /** A request whose body is still being written, on a socket of its own. */
  private final class OpenCall implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), HOLDFAST.port());
    private final BufferedReader answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    private final List<String> head = new ArrayList<>();

    OpenCall() throws IOException {
      socket.setSoTimeout(60_000);
      write(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(BULK, token, MediaType.APPLICATION_NDJSON_VALUE));
    }

    void send(String line) throws IOException {
      write("%x\r\n%s\n\r\n".formatted(line.length() + 1, line));
    }

    private void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.getOutputStream().flush();
    }

    /** The next line of the answer's body; chunk sizes and the head of the answer are skipped. */
    JsonNode nextLine() throws IOException {
      for (var line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith("{")) {
          return json(line.getBytes(UTF_8));
        }
        head.add(line);
      }
      throw new AssertionError("no answer but " + head);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
