package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.RawHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Where one request ends and the next begins is never a matter of opinion: bytes that two servers
 * could read differently are refused, and whatever follows them on the connection is never carried
 * out. Straight to the server, and through nginx where that is installed.
 */
class FramingIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();

  /** What follows: in a good reading a request of its own, in a bad one smuggled in. */
  private static final String NEXT_ROUTE = "/.well-known/jwks.json";

  private static final String NEXT =
      "GET " + NEXT_ROUTE + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: next\r\n\r\n";
  private static final String LAST =
      "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-Id: last\r\nConnection: close\r\n\r\n";
  private static final String FIRST = "Host: x\r\nX-Request-Id: first\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String HELLO_CHUNKS = "5\r\nhello\r\n0\r\n\r\n";
  private static final String GET = "GET /v1/venues HTTP/1.1\r\n";
  private static final String POST = "POST /v1/auth/logout HTTP/1.1\r\n";

  /** How a request and what follows it may be read. */
  private enum Reading {
    /** Not at all: one answer, and the connection is closed. */
    REFUSED,
    /** It is answered, and the connection closed. */
    ALONE,
    /** What follows is the body of the first. */
    ONE,
    /** What follows is a request of its own. */
    TWO
  }

  /**
   * @param bytes a character each
   */
  private record Sent(String name, String bytes, Reading reading) {
    boolean isHead() {
      return bytes.startsWith("HEAD ");
    }

    String told(List<Answer> answers) {
      var visible = new StringBuilder();
      name.strip()
          .chars()
          .forEach(
              c -> visible.append(c >= ' ' && c < 127 ? "" + (char) c : "\\x%02x".formatted(c)));
      return "%s (%s): %s".formatted(visible, reading, answers);
    }
  }

  private final Stage stage = new Stage(HOLDFAST);
  private final List<Sent> corpus = new ArrayList<>();

  private void add(String name, Reading reading, String bytes) {
    corpus.add(new Sent(name, bytes + NEXT, reading));
  }

  private void get(String name, Reading reading, String headers) {
    add(name, reading, GET + FIRST + headers + "\r\n");
  }

  private void post(String name, Reading reading, String headers, String body) {
    add(name, reading, POST + FIRST + JSON + headers + "\r\n" + body);
  }

  private void chunks(String name, Reading reading, String body) {
    post("chunks: " + name, reading, CHUNKED, body);
  }

  private void lengths() {
    post("length and chunks", Reading.REFUSED, "Content-Length: 6\r\n" + CHUNKED, "0\r\n\r\nG");
    post("chunks and length", Reading.REFUSED, CHUNKED + "Content-Length: 4\r\n", "0\r\n\r\n");
    post("two equal lengths", Reading.REFUSED, "Content-Length: 5\r\n".repeat(2), "hello");
    post(
        "two lengths",
        Reading.REFUSED,
        "Content-Length: 0\r\nContent-Length: " + NEXT.length() + "\r\n",
        "");
    for (var length :
        List.of(
            "+5",
            "-1",
            "5,5",
            "5, 5",
            "5 5",
            "0x5",
            "5;",
            "5.0",
            "1e1",
            "5\u000b",
            "\u000b5",
            "",
            "\u00d9\u00a5",
            "99999999999999999999",
            "9223372036854775807")) {
      post("length " + length, Reading.REFUSED, "Content-Length: " + length + "\r\n", "hello");
    }
    post("length with a space before the colon", Reading.REFUSED, "Content-Length : 5\r\n", "x");
    post("length on the next line", Reading.REFUSED, "Content-Length:\r\n 5\r\n", "hello");
    for (var length : List.of("5", "05", "  5  ")) {
      post("length " + length, Reading.TWO, "Content-Length:" + length + "\r\n", "hello");
    }
    post("a length by another name", Reading.TWO, "Content_Length: 5\r\n", "");
    get("GET with a body", Reading.ONE, "Content-Length: " + NEXT.length() + "\r\n");
    add("GET with chunks", Reading.TWO, GET + FIRST + CHUNKED + "\r\n" + HELLO_CHUNKS);
    add(
        "HEAD with a body",
        Reading.TWO,
        "HEAD /v1/venues HTTP/1.1\r\n" + FIRST + "Content-Length: 5\r\n\r\nhello");
  }

  private void codings() {
    for (var coding :
        List.of(
            "",
            "\u000bchunked",
            "chunked\u000b",
            "xchunked",
            "chunk",
            "identity",
            "\"chunked\"",
            "chunked;a=b",
            "chunked, identity",
            "identity, chunked",
            "gzip, chunked",
            "chunked, chunked",
            ",chunked",
            "chunked,",
            "x\nchunked",
            "x\rchunked")) {
      post(
          "coding " + coding,
          Reading.REFUSED,
          "Transfer-Encoding: " + coding + "\r\n",
          HELLO_CHUNKS);
    }
    post("coding CHUNKED", Reading.TWO, "Transfer-Encoding: CHUNKED\r\n", HELLO_CHUNKS);
    post("two codings", Reading.REFUSED, CHUNKED + "Transfer-Encoding: identity\r\n", HELLO_CHUNKS);
    post("chunked twice", Reading.REFUSED, CHUNKED + CHUNKED, HELLO_CHUNKS);
    post(
        "coding with a space before the colon",
        Reading.REFUSED,
        "Transfer-Encoding : chunked\r\n",
        HELLO_CHUNKS);
    post(
        "coding on the next line",
        Reading.REFUSED,
        "Transfer-Encoding:\r\n chunked\r\n",
        HELLO_CHUNKS);
    post(
        "coding after a bare CR",
        Reading.REFUSED,
        "X-A: a\rTransfer-Encoding: chunked\r\n",
        HELLO_CHUNKS);
    post(
        "coding for this connection only",
        Reading.TWO,
        "Connection: Transfer-Encoding\r\n" + CHUNKED,
        HELLO_CHUNKS);
    for (var alive : List.of("", "Connection: keep-alive\r\n")) {
      add(
          "chunks in HTTP/1.0 " + alive.strip(),
          Reading.REFUSED,
          POST.replace("1.1", "1.0") + FIRST + JSON + alive + CHUNKED + "\r\n" + HELLO_CHUNKS);
    }
  }

  private void chunks() {
    for (var size : List.of("5", "05", "000000005", "5;a=b", "5;a=\"b;c\"")) {
      chunks("size " + size, Reading.TWO, size + "\r\nhello\r\n0\r\n\r\n");
    }
    for (var size :
        List.of(
            "",
            "0x5",
            "+5",
            "-1",
            "5 ",
            " 5",
            "0_5",
            "5h",
            ";a",
            "FFFFFFFFFFFFFFFF0",
            "100000005",
            "80000000",
            "FFFFFFFF",
            "5;a\rb",
            "5;a=\"\r\n\"")) {
      chunks("size " + size, Reading.REFUSED, size + "\r\nhello\r\n0\r\n\r\n");
    }
    for (var end : List.of("\n", "\r", "XX", "", "XX\r\n", "\n\r")) {
      chunks("data ends with " + end, Reading.REFUSED, "5\r\nhello" + end + "0\r\n\r\n");
    }
    chunks("size ends with LF", Reading.REFUSED, "5\nhello\r\n0\r\n\r\n");
    chunks("size ends with CR", Reading.REFUSED, "5\rhello\r\n0\r\n\r\n");
    chunks("extension ends with LF", Reading.REFUSED, "5;a\nhello\r\n0\r\n\r\n");
    chunks("the last ends with LF", Reading.REFUSED, "5\r\nhello\r\n0\n\n");
    chunks("trailers end with LF", Reading.REFUSED, "5\r\nhello\r\n0\r\n\n");
    for (var trailer :
        List.of(
            "X-T: 1",
            "Content-Length: 50",
            "Transfer-Encoding: chunked",
            "Host: evil",
            "X-Request-Id: next",
            "Authorization: Bearer x")) {
      chunks("trailer " + trailer, Reading.TWO, "5\r\nhello\r\n0\r\n" + trailer + "\r\n\r\n");
    }
    for (var trailer : List.of("X T: 1", "X-T : 1", "X-T: a\0", "GET / HTTP/1.1")) {
      chunks("trailer " + trailer, Reading.REFUSED, "5\r\nhello\r\n0\r\n" + trailer + "\r\n\r\n");
    }
  }

  private void fields() {
    for (var field :
        List.of(
            "X A: b",
            "X(A): b",
            "X\0A: b",
            "X\u00c3\u00bc: b",
            ": b",
            "no colon",
            "X-A: a\0b",
            "X-A: a\u000bb",
            "X-A: a\u007fb",
            "X-A: a\rX-B: c",
            "X-A: a\r")) {
      get("field " + field, Reading.REFUSED, field + "\r\n");
    }
    get("a value that is no ASCII", Reading.TWO, "X-A: a\u00ffb\r\n");
    get("a folded value", Reading.TWO, "X-A: a\r\n b\r\n");
    add("a folded request line", Reading.REFUSED, GET + " Host: x\r\n" + FIRST + "\r\n");
    add("LF everywhere", Reading.REFUSED, (GET + FIRST + "\r\n").replace("\r\n", "\n"));
    add("LF after the request line", Reading.REFUSED, GET.replace("\r\n", "\n") + FIRST + "\r\n");
    add("LF after a field", Reading.REFUSED, GET + "Host: x\nX-Request-Id: first\r\n\r\n");
    add("LF before the end", Reading.REFUSED, GET + "Host: x\r\nX-Request-Id: first\n\r\n");
    add("LF at the end", Reading.REFUSED, GET + FIRST + "\n");
    add("CR everywhere", Reading.REFUSED, (GET + FIRST + "\r\n").replace("\r\n", "\r"));
  }

  private void lines() {
    for (var version :
        List.of(
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/1.10",
            "HTTP/2.0",
            "HTTP/3.0",
            "HTTP/11",
            "HTTP/1.",
            "HTTP/ 1.1",
            "HTTP/01.1",
            "HTTP/1.1x",
            "HTTP/1.1 ",
            "HTTP/1.1\t",
            "HTTPS/1.1",
            "ICAP/1.0",
            "")) {
      add(
          "version " + version,
          Reading.REFUSED,
          "GET /v1/venues " + version + "\r\n" + FIRST + "\r\n");
    }
    add("HTTP/0.9", Reading.REFUSED, "GET /v1/venues\r\n");
    add(
        "the preface of HTTP/2",
        Reading.REFUSED,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    for (var method : List.of("G\1T", "G(T", "GET:", "", "G\u00c3\u00bcT")) {
      add(
          "method " + method,
          Reading.REFUSED,
          method + " /v1/venues HTTP/1.1\r\n" + FIRST + "\r\n");
    }
    for (var target : List.of("/v1/ven ues", "")) {
      add("target " + target, Reading.REFUSED, "GET " + target + " HTTP/1.1\r\n" + FIRST + "\r\n");
    }
    for (var target :
        List.of(
            "/v1/venues\u0085",
            "/v1/ven\0ues",
            "/v1/ven\1ues",
            "/v1/ven\u007fues",
            "http://evil/v1/venues",
            "//evil/v1/venues",
            "/v1/venues#next",
            "x:80",
            "*",
            "v1/venues")) {
      add("target " + target, Reading.TWO, "GET " + target + " HTTP/1.1\r\n" + FIRST + "\r\n");
    }
    add("a double space", Reading.TWO, GET.replace(" ", "  ") + FIRST + "\r\n");
    for (var before : List.of("\r\n", "\r\n\r\n\r\n")) {
      add("empty lines before", Reading.TWO, before + GET + FIRST + "\r\n");
    }
    for (var before : List.of("\0", "\1\2\r\n", "x")) {
      add(
          "before it " + before,
          before.equals("x") ? Reading.TWO : Reading.REFUSED,
          before + GET + FIRST + "\r\n");
    }
  }

  private void expectations() {
    var token = "{\"refreshToken\":\"" + "x".repeat(43) + "\"}";
    var length = "Content-Length: " + token.length() + "\r\n";
    post("expects 100", Reading.TWO, "Expect: 100-continue\r\n" + length, token);
    post("expects what nobody knows", Reading.TWO, "Expect: tea\r\n" + length, token);
    post(
        "expects 100 for too much",
        Reading.REFUSED,
        "Expect: 100-continue\r\nContent-Length: 99999999\r\n",
        "");
    get(
        "an upgrade to h2c",
        Reading.TWO,
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n");
    get(
        "an upgrade to a socket",
        Reading.TWO,
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
    get("headers of this connection only", Reading.TWO, "Connection: X-Request-Id, Host\r\n");
  }

  private static String way(String request) {
    return request.equals(GET) ? "the long way" : "the short way";
  }

  /** On a path that is answered beside the framework, and on one that is not. */
  private void hosts() {
    var user = HOLDFAST.tokenOf("user");
    var booking =
        stage.booked(user, anHour(stage.resource(Map.of()), tenOClock(20))).path("id").asString();
    var atHand = "GET /v1/bookings/" + booking + " HTTP/1.1\r\n";
    var bearer = "Authorization: Bearer " + user + "\r\n";
    for (var request : List.of(GET, atHand + bearer)) {
      var rest = "X-Request-Id: first\r\n\r\n";
      add("no host " + way(request), Reading.REFUSED, request + rest);
      add("no host in 1.0 " + way(request), Reading.ALONE, request.replace("1.1", "1.0") + rest);
      for (var other : List.of("x", "y")) {
        add(
            "two hosts " + way(request),
            Reading.REFUSED,
            request + "Host: x\r\nHost: " + other + "\r\n" + rest);
      }
      for (var host :
          List.of(
              "",
              ":80",
              "x y",
              "x\ty",
              "a/b",
              "http://x",
              "a@b",
              "a?b",
              "a#b",
              "x\\y",
              "<x>",
              "\"x\"",
              "x^",
              "x|",
              "x{",
              "x`",
              "x%zz",
              "x%2",
              "\u00c3\u00bc",
              "x:abc",
              "x:-1",
              "x:+8",
              "x:65536",
              "x:99999999999",
              "x:80:80",
              "a:b:c",
              "::1",
              "[::1",
              "[x]",
              "[::1]x",
              "[1::2::3]")) {
        add(
            "host " + host + " " + way(request),
            Reading.REFUSED,
            request + "Host: " + host + "\r\n" + rest);
      }
      for (var host :
          List.of("x", "X.example:80", "a_b", "127.0.0.1:8080", "[::1]", "[::1]:80", "x%20y")) {
        add(
            "host " + host + " " + way(request),
            Reading.TWO,
            request + "Host: " + host + "\r\n" + rest);
      }
    }
  }

  private void collect() {
    lengths();
    codings();
    chunks();
    fields();
    lines();
    expectations();
    hosts();
  }

  /** How often what follows was carried out. */
  private static long runs() {
    return HOLDFAST.bean(MeterRegistry.class).get("http.server.requests").timers().stream()
        .filter(timer -> NEXT_ROUTE.equals(timer.getId().getTag("uri")))
        .mapToLong(Timer::count)
        .sum();
  }

  private static List<String> ids(List<Answer> answers) {
    return answers.stream().map(answer -> answer.header("X-Request-Id")).toList();
  }

  private static void readAll(RawHttp connection, boolean toHead, List<Answer> answers) {
    var next = connection.read(toHead);
    while (next.isPresent()) {
      answers.add(next.get());
      if (next.get().status() == RawHttp.NOTHING) {
        return;
      }
      next = connection.read(false);
    }
  }

  /** Waits for the answers it should get before it says what comes last. */
  private static List<Answer> straight(Sent sent) {
    try (var connection = new RawHttp(HOLDFAST.port())) {
      connection.send(sent.bytes);
      var answers = new ArrayList<Answer>();
      var expected =
          switch (sent.reading) {
            case REFUSED, ALONE, ONE -> 1;
            case TWO -> 2;
          };
      while (answers.size() < expected) {
        var answer = connection.read(answers.isEmpty() && sent.isHead());
        if (answer.isEmpty()) {
          return answers;
        }
        answers.add(answer.get());
      }
      connection.send(LAST);
      readAll(connection, false, answers);
      return answers;
    }
  }

  private static boolean isRight(Sent sent, List<Answer> answers) {
    var ids = ids(answers);
    var all = ids.size();
    return switch (sent.reading) {
      case REFUSED -> all == 1 && answers.getFirst().status() / 100 == 4;
      case ALONE -> all == 1 && answers.getFirst().status() == 200;
      case ONE -> all == 2 && ids.get(1).equals("last");
      case TWO -> all == 3 && ids.subList(1, 3).equals(List.of("next", "last"));
    };
  }

  /** A refusal is a problem, and as safe in a browser as any answer, whoever gave it. */
  private static boolean isProper(Answer answer) {
    return answer.status() < 400
        || (answer.header("Content-Type").equals("application/problem+json")
            && answer.header("X-Content-Type-Options").equals("nosniff")
            && answer.header("Content-Security-Policy").startsWith("default-src 'none'")
            && answer.header("Cache-Control").equals("no-store")
            && !answer.header("X-Request-Id").isEmpty());
  }

  @Test
  void whatFollowsARequestIsReadInOneWayOnly() {
    collect();
    var wrong = new ArrayList<String>();
    var before = runs();
    for (var sent : corpus) {
      var answers = straight(sent);
      if (!isRight(sent, answers) || !answers.stream().allMatch(FramingIT::isProper)) {
        wrong.add(sent.told(answers));
      }
    }
    assertThat(wrong).isEmpty();
    var legitimate = corpus.stream().filter(sent -> sent.reading == Reading.TWO).count();
    assertThat(eventually(() -> runs() - before, runs -> runs >= legitimate)).isEqualTo(legitimate);
  }

  /** The first chunk is all that would be needed. */
  @Test
  void aBodyWithABadEndHasNoEffect() {
    var email = "cut.short@example.com";
    var person =
        "{\"email\":\"%s\",\"password\":\"%s\",\"firstName\":\"A\",\"lastName\":\"B\"}"
            .formatted(email, DemoData.PASSWORD);
    for (var end : List.of("zz\r\n", "0\r\nbad trailer\r\n\r\n", "5\r\nhelloXX")) {
      try (var connection = new RawHttp(HOLDFAST.port())) {
        var chunk = Integer.toHexString(person.length()) + "\r\n" + person + "\r\n";
        connection.send(
            "POST /v1/users HTTP/1.1\r\n" + FIRST + JSON + CHUNKED + "\r\n" + chunk + end);
        var answers = new ArrayList<Answer>();
        readAll(connection, false, answers);
        assertThat(answers)
            .hasSize(1)
            .allMatch(answer -> answer.status() == 400 && isProper(answer));
      }
    }
    // Passwords are hashed in turn: whoever came before would have the address by now.
    HOLDFAST
        .client()
        .post()
        .uri("/v1/users")
        .header("Content-Type", "application/json")
        .bodyValue(person)
        .exchange()
        .expectStatus()
        .isCreated();
  }

  /** What nginx does not refuse it mends: then it is one request for both, and so is the next. */
  private static boolean isRightThroughNginx(Sent sent, List<Answer> answers) {
    var ids = ids(answers);
    var isRefused = ids.size() == 1 && answers.getFirst().status() >= 400;
    var isTwo = ids.size() == 3 && ids.subList(1, 3).equals(List.of("next", "last"));
    return switch (sent.reading) {
      case REFUSED, TWO -> isRefused || isTwo || isOfHttp09(answers);
      case ALONE -> ids.size() == 1 && answers.getFirst().status() == 200;
      case ONE -> ids.size() == 2 && ids.get(1).equals("last");
    };
  }

  private static boolean isOfHttp09(List<Answer> answers) {
    return answers.size() == 1 && answers.getFirst().status() == 0;
  }

  @Test
  void nginxAndTheServerCountTheSameRequests() {
    collect();
    Nginx.inFrontOf(HOLDFAST.port())
        .ifPresent(
            nginx -> {
              try (nginx) {
                readThrough(nginx);
              }
            });
  }

  private void readThrough(Nginx nginx) {
    var wrong = new ArrayList<String>();
    var before = runs();
    var answered = 0;
    var followed = 0;
    for (var sent : corpus) {
      var answers = new ArrayList<Answer>();
      try (var connection = new RawHttp(nginx.port())) {
        connection.send(sent.bytes + LAST);
        readAll(connection, sent.isHead(), answers);
      }
      answered += answers.size();
      followed += Collections.frequency(ids(answers), "next");
      if (!isRightThroughNginx(sent, answers) || !answers.stream().allMatch(FramingIT::isProper)) {
        wrong.add(sent.told(answers));
      }
    }
    assertThat(wrong).isEmpty();
    var lines = answered;
    assertThat(eventually(nginx::accessLog, log -> log.size() >= lines)).hasSize(lines);
    var legitimate = (long) followed;
    assertThat(eventually(() -> runs() - before, runs -> runs >= legitimate)).isEqualTo(legitimate);
  }
}
