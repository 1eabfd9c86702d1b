package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.Wire.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the contract about requests that cannot be read or may not be made. */
class BadRequestsTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String ID = "01890000-0000-7000-8000-000000000001";

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | malformed-body",
        "null | malformed-body",
        "[] | malformed-body",
        "\"x\" | malformed-body",
        "1 | malformed-body",
        "{\"name\":\"a\"}xyz | malformed-body",
        "{\"name\":\"a\"}{} | malformed-body",
        "{\"name\":\"a\",} | malformed-body",
        "{\"name\":\"a\",\"foo\":1} | unknown-field",
        "{\"name\":\"a\",\"status\":\"CONFIRMED\"} | unknown-field",
        "{\"name\":\"a\",\"name\":\"b\"} | duplicate-field",
        "{\"name\":\"a\",\"items\":[{\"start\":1,\"start\":1}]} | duplicate-field",
        "{\"name\":1} | malformed-body",
        "{\"name\":true} | malformed-body",
        "{\"name\":\"a\",\"capacity\":\"3\"} | malformed-body",
        "{\"name\":\"a\",\"capacity\":1.5} | malformed-body",
        "{\"name\":\"a\",\"capacity\":1e2} | malformed-body",
        "{\"name\":\"a\",\"capacity\":NaN} | malformed-body",
        "{\"name\":\"a\",\"capacity\":Infinity} | malformed-body",
        "{\"name\":\"a\",\"capacity\":0x10} | malformed-body",
        "{\"name\":\"a\",\"capacity\":01} | malformed-body",
        "{\"name\":\"a\",\"capacity\":+1} | malformed-body",
        "{\"name\":\"a\",\"capacity\":9223372036854775808} | number-out-of-range",
        "{\"name\":\"a\",\"capacity\":1e400} | number-out-of-range",
        "{\"name\":\"a\",\"capacity\":1e99999999999} | number-out-of-range",
        "{'name':'a'} | malformed-body",
        "{name:\"a\"} | malformed-body",
        "{\"name\":\"a\"} // c | malformed-body",
        "{\"name\":\"a\",\"items\":{}} | malformed-body",
        "{\"name\":\"a\",\"items\":[1]} | malformed-body",
        "{\"name\":\"a\",\"items\":[null]} | malformed-body",
      })
  void aBodyThatIsNotOfThisShapeIsRefusedWith400(String body, String code) {
    var whole = post(body);
    assertThat(whole.status()).isEqualTo(400);
    assertThat(whole.code()).isEqualTo(code);
    var inPieces = Wire.chunked(server.port(), "POST", "/v1/things", utf8(body), 3, JSON);
    assertThat(inPieces.code()).isEqualTo(code);
  }

  @Test
  void aMissingBodyIsMalformed() {
    var answer = Wire.exchange(server.port(), "POST", "/v1/things", new byte[0], JSON);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("malformed-body");
  }

  @Test
  void nestingIsReadTo32AndRefusedBeyond() {
    var within = "{\"name\":\"a\",\"deep\":" + "[".repeat(31) + "]".repeat(31) + "}";
    assertThat(post(within).code()).isEqualTo("unknown-field");
    var beyond = "{\"name\":\"a\",\"deep\":" + "[".repeat(32) + "]".repeat(32) + "}";
    assertThat(post(beyond).code()).isEqualTo("json-too-deep");
    assertThat(post("[".repeat(10_000)).code()).isEqualTo("json-too-deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE", "UTF-32LE"})
  void anyEncodingButUtf8IsRefused(String charset) {
    var body = "{\"name\":\"a\"}".getBytes(java.nio.charset.Charset.forName(charset));
    var answer = Wire.exchange(server.port(), "POST", "/v1/things", body, JSON);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-encoding");
  }

  @Test
  void brokenUtf8IsRefused() {
    var body = utf8("{\"name\":\"aXX\"}");
    body[10] = (byte) 0xC0;
    body[11] = (byte) 0xAF;
    var answer = Wire.exchange(server.port(), "POST", "/v1/things", body, JSON);
    assertThat(answer.code()).isEqualTo("invalid-encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: 1",
        "Content-Type: text/plain",
        "Content-Type: application/xml",
        "Content-Type: application/json; charset=utf-7",
        "Content-Type: application/json; charset=iso-8859-1",
        "Content-Type: application/json; profile=x",
        "Content-Type: nonsense",
      })
  void aBodyNotSentAsJsonIsAnUnsupportedMediaType(String header) {
    var answer =
        Wire.exchange(server.port(), "POST", "/v1/things", utf8("{\"name\":\"a\"}"), header);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json",
        "Content-Type: application/json;charset=utf-8",
        "Content-Type: Application/JSON; Charset=\"UTF-8\"",
      })
  void everyWayToSayJsonIsUnderstood(String header) {
    var answer =
        Wire.exchange(server.port(), "POST", "/v1/things", utf8("{\"name\":\"a\"}"), header);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aCompressedBodyIsRefusedUnread() {
    var answer =
        Wire.exchange(
            server.port(), "POST", "/v1/things", new byte[] {1, 2}, JSON, "Content-Encoding: gzip");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported-encoding");
  }

  @Test
  void aBodyOf64KiBIsReadAndOneByteMoreIsNot() {
    var shell = "{\"name\":\"a\"}";
    var exact = shell + " ".repeat(64 * 1024 - shell.length());
    assertThat(post(exact).status()).isEqualTo(200);
    assertThat(tooLarge(post(exact + " "))).isTrue();
    var chunked = Wire.chunked(server.port(), "POST", "/v1/things", utf8(exact + " "), 4_096, JSON);
    assertThat(tooLarge(chunked)).isTrue();
    assertThat(tooLarge(post("{\"name\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}"))).isTrue();
  }

  private static boolean tooLarge(Answer answer) {
    return answer.status() == 413
        && answer.code().equals("body-too-large")
        && answer.header("Connection").equals("close");
  }

  @Test
  void allFailuresOfOneKindAreListedAndShapeGoesBeforeRules() {
    var shape =
        post(
            "{\"name\":\"\",\"capacity\":\"3\",\"extra\":1,"
                + "\"items\":[{\"resourceId\":\"x\",\"start\":\"2027-01-01T10:00\",\"no\":1}]}");
    assertThat(shape.status()).isEqualTo(400);
    assertThat(shape.errors())
        .containsExactlyInAnyOrder(
            "/capacity malformed-body",
            "/items/0/resourceId invalid-format",
            "/items/0/start invalid-timestamp",
            "/extra unknown-field",
            "/items/0/no unknown-field");
    var rules = post("{\"name\":\"\",\"note\":\"\\u0000\",\"capacity\":0,\"items\":[{}]}");
    assertThat(rules.status()).isEqualTo(422);
    assertThat(rules.code()).isEqualTo("validation");
    assertThat(rules.errors())
        .containsExactlyInAnyOrder(
            "/name validation",
            "/note validation",
            "/capacity validation",
            "/items/0/resourceId validation",
            "/items/0/start validation");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1_001, 2_147_483_648L, Long.MAX_VALUE, Long.MIN_VALUE})
  void aNumberThatReadsWellButIsOutOfBoundsBreaksARule(long capacity) {
    var answer = post("{\"name\":\"a\",\"capacity\":" + capacity + "}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.errors()).containsExactly("/capacity validation");
  }

  @Test
  void nullForAnOptionalFieldIsAbsenceAndForARequiredOneAFailure() {
    var absent = post("{\"name\":\"a\",\"note\":null,\"capacity\":null,\"items\":null}");
    assertThat(absent.status()).isEqualTo(200);
    assertThat(absent.json().path("capacity").intValue()).isEqualTo(1);
    assertThat(post("{\"name\":null}").errors()).containsExactly("/name validation");
  }

  @Test
  void anOptionalBodyMayBeMissingButNotMalformed() {
    var key = "Idempotency-Key: k";
    var target = "/v1/things/" + ID + "/touch";
    assertThat(exchange("POST", target, "", DemoServer.TOKEN, key).status()).isEqualTo(200);
    var malformed = exchange("POST", target, "{", JSON, DemoServer.TOKEN, key);
    assertThat(malformed.code()).isEqualTo("malformed-body");
    var untyped = exchange("POST", target, "{}", DemoServer.TOKEN, key);
    assertThat(untyped.status()).isEqualTo(415);
  }

  @Test
  void shapeGoesBeforeTheIdempotencyKeyAndTheKeyBeforeRules() {
    var target = "/v1/things/" + ID + "/touch";
    var long11 = "{\"reason\":\"12345678901\"}";
    assertThat(exchange("POST", target, "{\"a\":1}", JSON, DemoServer.TOKEN).code())
        .isEqualTo("unknown-field");
    assertThat(exchange("POST", target, long11, JSON, DemoServer.TOKEN).code())
        .isEqualTo("idempotency-key-missing");
    assertThat(
            exchange("POST", target, long11, JSON, DemoServer.TOKEN, "Idempotency-Key: a b").code())
        .isEqualTo("idempotency-key-invalid");
    assertThat(
            exchange("POST", target, long11, JSON, DemoServer.TOKEN, "Idempotency-Key: k").code())
        .isEqualTo("validation");
  }

  @Test
  void preconditionsGoBeforeRules() {
    var target = "/v1/things/" + ID;
    var absent = exchange("PATCH", target, "{\"name\":\"\"}", JSON, DemoServer.TOKEN);
    assertThat(absent.status()).isEqualTo(428);
    assertThat(absent.code()).isEqualTo("precondition-required");
    var given =
        exchange("PATCH", target, "{\"name\":\"\"}", JSON, DemoServer.TOKEN, "If-Match: \"3\"");
    assertThat(given.code()).isEqualTo("validation");
    var malformed =
        exchange("PATCH", target, "{\"name\":\"b\"}", JSON, DemoServer.TOKEN, "If-Match: 3");
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.code()).isEqualTo("malformed-header");
  }

  @Test
  void aBareArrayIsReadWhereItIsAskedForAndNothingElse() {
    var good = exchange("PUT", "/v1/hours", "[{\"start\":\"09:00\"}]", JSON, DemoServer.TOKEN);
    assertThat(good.body()).isEqualTo("[\"09:00\"]");
    var object = exchange("PUT", "/v1/hours", "{}", JSON, DemoServer.TOKEN);
    assertThat(object.code()).isEqualTo("malformed-body");
    var bad = exchange("PUT", "/v1/hours", "[{\"start\":\"9:00\"},{}]", JSON, DemoServer.TOKEN);
    assertThat(bad.errors()).containsExactly("/0/start invalid-format");
    var tooMany = exchange("PUT", "/v1/hours", "[{},{},{},{}]", JSON, DemoServer.TOKEN);
    assertThat(tooMany.errors()).contains(" validation", "/3/start validation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/things?limit=0",
        "/v1/things?limit=201",
        "/v1/things?limit=-1",
        "/v1/things?limit=1000000000",
        "/v1/things?limit=99999999999999999999",
        "/v1/things?limit=x",
        "/v1/things?limit=",
        "/v1/things?limit=1&limit=2",
        "/v1/things?unknown=1",
        "/v1/things?q=%ff",
        "/v1/things?q=%00",
        "/v1/things?&limit=1",
        "/v1/things/abc",
        "/v1/things/%27%20OR%201=1--",
        "/v1/things/" + ID + "0",
        "/v1/things/" + ID + "?x=1",
      })
  void aParameterThatCannotBeUsedIsRefused(String target) {
    var answer = Wire.get(server.port(), target);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-parameter");
  }

  private static Answer post(String body) {
    return exchange("POST", "/v1/things", body, JSON);
  }

  private static Answer exchange(String method, String target, String body, String... headers) {
    return Wire.exchange(server.port(), method, target, utf8(body), headers);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
