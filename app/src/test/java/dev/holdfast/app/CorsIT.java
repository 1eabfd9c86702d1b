package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.RawHttp.Answer;
import dev.holdfast.app.contract.OpenApiContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A web app of another origin, as its browser sees the whole application. */
class CorsIT {
  private static final String APP = "https://app.example.com";
  private static final String EVIL = "https://evil.example";
  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start("--holdfast.cors.origins=" + APP);

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  /** Streams are read as far as their head. */
  private static Answer ask(int port, String method, String path, String origin, String headers) {
    try (var connection = new RawHttp(port)) {
      connection.send(
          "%s %s HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\n%s\r\n"
              .formatted(method, path, origin, headers));
      return connection.read(true).orElseThrow();
    }
  }

  private static String allowed(Answer answer) {
    return answer.header("Access-Control-Allow-Origin");
  }

  @Test
  void everyRouteHasAPreflightForTheAppAndForNobodyElse() {
    for (var operation : OpenApiContract.documentedRules().keySet()) {
      var parts = operation.split(" ", 2);
      var path = parts[1].replaceAll("\\{[^}]*}", RunningHoldfast.COURT);
      var asking = "Access-Control-Request-Method: " + parts[0] + "\r\n";
      var answer = ask(HOLDFAST.port(), "OPTIONS", path, APP, asking);
      assertThat(answer.status()).as(operation).isEqualTo(204);
      assertThat(allowed(answer)).isEqualTo(APP);
      assertThat(answer.header("Access-Control-Allow-Methods").split(", ")).contains(parts[0]);
      var other = ask(HOLDFAST.port(), "OPTIONS", path, EVIL, asking);
      assertThat(other.status()).as(operation).isIn(401, 405);
      assertThat(allowed(other)).isEmpty();
    }
  }

  @Test
  void theAppReadsAnswersThatComeByWhateverWay() {
    var user = HOLDFAST.tokenOf("user");
    var wish = anHour(RunningHoldfast.COURT, tenOClock(20));
    var id =
        RunningHoldfast.json(HOLDFAST.book(user, wish).expectStatus().isCreated())
            .path("id")
            .asString();
    var bearer = "Authorization: Bearer " + user + "\r\n";
    var one = "/v1/bookings/" + id;
    var asked =
        Map.of(
            "the short way", new String[] {one, bearer, "200"},
            "the long way",
                new String[] {one, bearer + "Accept: application/json;q=0.9\r\n", "200"},
            "not modified", new String[] {one, bearer + "If-None-Match: \"1\"\r\n", "304"},
            "a stream", new String[] {one + "/events", bearer, "200"},
            "all events", new String[] {"/v1/events", bearer, "200"},
            "no token", new String[] {one, "", "401"},
            "nothing there", new String[] {"/v1/bookings/" + RunningHoldfast.COURT, bearer, "404"});
    asked.forEach(
        (what, parts) -> {
          var answer = ask(HOLDFAST.port(), "GET", parts[0], APP, parts[1]);
          assertThat(answer.status()).as(what).isEqualTo(Integer.parseInt(parts[2]));
          assertThat(allowed(answer)).as(what).isEqualTo(APP);
          assertThat(answer.header("Vary")).as(what).isEqualTo("origin");
          var other = ask(HOLDFAST.port(), "GET", parts[0], EVIL, parts[1]);
          assertThat(other.status()).as(what).isEqualTo(answer.status());
          assertThat(allowed(other)).as(what).isEmpty();
        });
  }

  @Test
  void managementKnowsNothingOfIt() {
    var answer = ask(HOLDFAST.managementPort(), "GET", "/actuator/info", APP, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(allowed(answer)).isEmpty();
    assertThat(answer.headers()).doesNotContainKey("Vary");
  }
}
