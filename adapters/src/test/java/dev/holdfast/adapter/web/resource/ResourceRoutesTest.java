package dev.holdfast.adapter.web.resource;

import static dev.holdfast.resource.ResourceFixtures.between;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.resource.ResourceServer.Answer;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceRoutesTest {
  private static final String PARK =
      """
      {"name":"Courts at the Park","timeZone":"Europe/Berlin","currency":"EUR"}\
      """;

  private final ResourceServer server = new ResourceServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** A venue that Anna manages. */
  private String park() {
    var made = server.send("admin", "POST", "/v1/venues", PARK);
    assertThat(made.outcome()).isEqualTo("201");
    var id = made.text("/id");
    assertThat(staff("admin", "PUT", id, ResourceServer.ANNA)).isEqualTo("204");
    return id;
  }

  private String staff(String who, String method, String venue, UserId user) {
    return server.send(who, method, "/v1/venues/" + venue + "/staff/" + user, "").outcome();
  }

  private Answer made(String venue, String body) {
    return server.send("anna", "POST", "/v1/venues/" + venue + "/resources", body);
  }

  private String court(String body) {
    var answer = made(park(), body);
    assertThat(answer.outcome()).isEqualTo("201");
    return answer.text("/id");
  }

  private Answer change(String resource, String body, String... headers) {
    return server.send("anna", "PATCH", "/v1/resources/" + resource, body, headers);
  }

  @Test
  void aVenueIsMadeWithItsDefaultsAndShownToEveryone() {
    var made = server.send("admin", "POST", "/v1/venues", PARK);
    var id = made.text("/id");
    assertThat(made.header("Location")).isEqualTo("/v1/venues/" + id);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    var shown = server.get("/v1/venues/" + id);
    assertThat(shown.json()).isEqualTo(made.json());
    assertThat(shown.json())
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"id":"%s","name":"Courts at the Park","timeZone":"Europe/Berlin",
                     "currency":"EUR","holdTtl":"PT10M",
                     "cancellationPolicy":{"tiers":[{"until":"PT0S","refundPercent":100}],
                       "noShowFee":null},
                     "version":1,"createdAt":"2027-02-01T08:00:00Z",
                     "updatedAt":"2027-02-01T08:00:00Z"}
                    """
                        .formatted(id)));
  }

  @Test
  void aVenueIsMadeByAdministratorsOnly() {
    assertThat(server.send("", "POST", "/v1/venues", PARK).outcome()).isEqualTo("401 unauthorized");
    for (var who : List.of("user", "anna")) {
      assertThat(server.send(who, "POST", "/v1/venues", PARK).outcome()).isEqualTo("403 forbidden");
    }
  }

  @Test
  void aVenueIsChangedByItsManagersInTheVersionTheyHaveSeen() {
    var path = "/v1/venues/" + park();
    var body = "{\"holdTtl\":\"PT1S\",\"cancellationPolicy\":{\"tiers\":[]}}";
    assertThat(server.send("bert", "PATCH", path, body).outcome()).isEqualTo("403 forbidden");
    assertThat(server.send("anna", "PATCH", path, body).outcome())
        .isEqualTo("428 precondition-required");
    assertThat(server.send("anna", "PATCH", path, body, "If-Match", "\"1\"").outcome())
        .isEqualTo("412 version-mismatch");
    var changed = server.send("anna", "PATCH", path, body, "If-Match", "\"2\"");
    assertThat(changed.header("ETag")).isEqualTo("\"3\"");
    assertThat(changed.text("/holdTtl")).isEqualTo("PT1S");
    var cleared =
        server.send(
            "anna",
            "PATCH",
            path,
            "{\"holdTtl\":null,\"cancellationPolicy\":null}",
            "If-Match",
            "*");
    assertThat(cleared.text("/holdTtl")).isEqualTo("PT10M");
    assertThat(cleared.json().at("/cancellationPolicy/tiers/0/refundPercent").asInt())
        .isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"\"}|422 validation",
        "{\"name\":null}|422 validation",
        "{\"name\":5}|400 malformed-body",
        "{\"id\":\"x\"}|400 unknown-field",
        "{\"staff\":[]}|400 unknown-field",
        "{\"timeZone\":\"Mars/Olympus\"}|422 validation",
        "{\"timeZone\":\"+02:00\"}|422 validation",
        "{\"currency\":\"XXX\"}|422 validation",
        "{\"holdTtl\":\"P1M\"}|400 invalid-format",
        "{\"holdTtl\":\"PT0S\"}|422 validation",
        "{\"holdTtl\":\"PT1.5S\"}|422 validation",
        "{\"cancellationPolicy\":{}}|422 validation",
        "{\"cancellationPolicy\":{\"tiers\":[{\"until\":\"P1D\",\"refundPercent\":101}]}}|422"
            + " validation",
        "{\"cancellationPolicy\":{\"tiers\":[],\"noShowFee\":{\"amount\":\"5.00\",\"currency\":\"USD\"}}}|422"
            + " validation",
        "{\"cancellationPolicy\":{\"tiers\":[],\"noShowFee\":{\"amount\":\"5\",\"currency\":\"EUR\"}}}|400"
            + " invalid-format"
      })
  void aBadChangeOfAVenueIsRefused(String body, String outcome) {
    var path = "/v1/venues/" + park();
    assertThat(server.send("anna", "PATCH", path, body, "If-Match", "*").outcome())
        .isEqualTo(outcome);
    assertThat(server.get(path).header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void staffIsManagersOnly() {
    var park = park();
    assertThat(staff("anna", "PUT", park, UserId.next())).isEqualTo("422 not-a-manager");
    assertThat(staff("bert", "PUT", park, ResourceServer.BERT)).isEqualTo("403 forbidden");
    assertThat(staff("anna", "PUT", park, ResourceServer.BERT)).isEqualTo("204");
    assertThat(staff("anna", "PUT", park, ResourceServer.BERT)).isEqualTo("204");
    assertThat(staff("bert", "DELETE", park, ResourceServer.ANNA)).isEqualTo("204");
    assertThat(staff("anna", "DELETE", park, ResourceServer.BERT)).isEqualTo("403 forbidden");
    assertThat(staff("admin", "PUT", UUID.randomUUID().toString(), ResourceServer.ANNA))
        .isEqualTo("404 not-found");
    assertThat(staff("admin", "PUT", "x", ResourceServer.ANNA)).isEqualTo("400 invalid-parameter");
  }

  @Test
  void aResourceNeedsANameAndNothingElse() {
    var park = park();
    var made = made(park, "{\"name\":\"Court 1\"}");
    var id = made.text("/id");
    assertThat(made.header("Location")).isEqualTo("/v1/resources/" + id);
    assertThat(server.get("/v1/resources/" + id).json())
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"id":"%s","venueId":"%s","kind":"resource","name":"Court 1",
                     "description":null,"capacity":1,"bufferBefore":"PT0S","bufferAfter":"PT0S",
                     "slotStep":"PT15M","minDuration":"PT15M","maxDuration":"P1D",
                     "minNotice":"PT0S","horizon":"P365D","price":null,"approvalRequired":false,
                     "paymentRequired":false,"isActive":true,"version":1}
                    """
                        .formatted(id, park)));
  }

  @Test
  void aPriceMayLeaveItsCurrencyToTheVenue() {
    var park = park();
    var made =
        made(
            park,
            """
            {"name":"Court","slotStep":"PT1H","price":{"amount":"24.00","per":"HOUR"}}\
            """);
    assertThat(made.text("/price/currency")).isEqualTo("EUR");
    assertThat(made.text("/minDuration")).isEqualTo("PT1H");
    var path = "/v1/venues/" + park;
    assertThat(
            server.send("anna", "PATCH", path, "{\"currency\":\"USD\"}", "If-Match", "*").outcome())
        .isEqualTo("422 validation");
    assertThat(
            server.send("anna", "PATCH", path, "{\"currency\":\"EUR\"}", "If-Match", "*").outcome())
        .isEqualTo("200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|422 validation",
        "{\"name\":\"a\",\"isActive\":false}|400 unknown-field",
        "{\"name\":\"a\\u202eb\"}|422 validation",
        "{\"name\":\"a\\u0000b\"}|422 validation",
        "{\"name\":\"a\",\"capacity\":0}|422 validation",
        "{\"name\":\"a\",\"capacity\":-1}|422 validation",
        "{\"name\":\"a\",\"capacity\":2147483648}|422 validation",
        "{\"name\":\"a\",\"capacity\":1.5}|400 malformed-body",
        "{\"name\":\"a\",\"capacity\":\"3\"}|400 malformed-body",
        "{\"name\":\"a\",\"capacity\":9223372036854775808}|400 number-out-of-range",
        "{\"name\":\"a\",\"slotStep\":\"PT0S\"}|422 validation",
        "{\"name\":\"a\",\"slotStep\":\"PT0.5S\"}|422 validation",
        "{\"name\":\"a\",\"slotStep\":\"-PT1H\"}|400 invalid-format",
        "{\"name\":\"a\",\"minDuration\":\"PT2H\",\"maxDuration\":\"PT1H\"}|422 validation",
        "{\"name\":\"a\",\"slotStep\":\"P2D\"}|422 validation",
        "{\"name\":\"a\",\"horizon\":\"PT36H\"}|422 validation",
        "{\"name\":\"a\",\"price\":{\"amount\":\"1.0\",\"currency\":\"EUR\",\"per\":\"HOUR\"}}|400"
            + " invalid-format",
        "{\"name\":\"a\",\"price\":{\"amount\":\"1.0\",\"per\":\"HOUR\"}}|400 invalid-format",
        "{\"name\":\"a\",\"price\":{\"amount\":1,\"per\":\"HOUR\"}}|400 malformed-body",
        "{\"name\":\"a\",\"price\":{\"amount\":\"-1.00\",\"per\":\"HOUR\"}}|422 validation",
        "{\"name\":\"a\",\"price\":{\"amount\":\"1.00\",\"per\":\"DAY\"}}|422 validation",
        "{\"name\":\"a\",\"price\":{\"amount\":\"1.00\",\"currency\":\"USD\",\"per\":\"HOUR\"}}|422"
            + " validation",
        "{\"name\":\"a\",\"price\":{\"amount\":\"1000000000.00\",\"per\":\"HOUR\"}}|422 validation",
        "[]|400 malformed-body"
      })
  void aBadResourceIsRefused(String body, String outcome) {
    assertThat(made(park(), body).outcome()).isEqualTo(outcome);
  }

  @Test
  void existenceAndVersionGoBeforeBrokenRules() {
    var bad = "{\"capacity\":0}";
    assertThat(made(UUID.randomUUID().toString(), "{}").outcome()).isEqualTo("404 not-found");
    assertThat(change(UUID.randomUUID().toString(), bad, "If-Match", "*").outcome())
        .isEqualTo("404 not-found");
    var court = court("{\"name\":\"Court\"}");
    assertThat(change(court, bad).outcome()).isEqualTo("428 precondition-required");
    assertThat(change(court, bad, "If-Match", "\"9\"").outcome()).isEqualTo("412 version-mismatch");
    assertThat(change(court, bad, "If-Match", "W/\"1\"").outcome())
        .isEqualTo("412 version-mismatch");
    assertThat(change(court, bad, "If-Match", "1").outcome()).isEqualTo("400 malformed-header");
    assertThat(change(court, bad, "If-Match", "\"1\"").outcome()).isEqualTo("422 validation");
  }

  @Test
  void nullBringsAnOptionalFieldBackToItsDefault() {
    var court =
        court("{\"name\":\"Court\",\"capacity\":4,\"slotStep\":\"PT1H\",\"description\":\"x\"}");
    var changed =
        change(
            court,
            "{\"capacity\":null,\"slotStep\":null,\"minDuration\":null,\"description\":null}",
            "If-Match",
            "\"1\"");
    assertThat(changed.json().at("/capacity").asInt()).isEqualTo(1);
    assertThat(changed.text("/slotStep")).isEqualTo("PT15M");
    assertThat(changed.text("/minDuration")).isEqualTo("PT15M");
    assertThat(changed.json().at("/description").isNull()).isTrue();
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void aResourceTakenOffTheListMayBeBroughtBack() {
    var court = court("{\"name\":\"Court\"}");
    var path = "/v1/resources/" + court;
    assertThat(server.send("user", "DELETE", path, "").outcome()).isEqualTo("403 forbidden");
    assertThat(server.send("anna", "DELETE", path, "").outcome()).isEqualTo("204");
    assertThat(server.send("anna", "DELETE", path, "").outcome()).isEqualTo("204");
    assertThat(server.get(path).json().at("/isActive").asBoolean(true)).isFalse();
    assertThat(slots(court, "").json().at("/items").isEmpty()).isTrue();
    var back = change(court, "{\"isActive\":true}", "If-Match", "\"2\"");
    assertThat(back.json().at("/isActive").asBoolean()).isTrue();
  }

  @Test
  void openingHoursComeBackAsTheyWerePut() {
    var path = "/v1/resources/" + court("{\"name\":\"Court\"}") + "/opening-hours";
    assertThat(server.get(path).response().body()).isEqualTo("[]");
    var hours =
        """
        [{"rrule":"FREQ=WEEKLY;BYDAY=MO,TU","start":"09:00","end":"17:00"},
         {"rrule":"FREQ=DAILY","start":"22:00","end":"04:00:30","validFrom":"2027-01-01",
          "validTo":"2027-12-31"}]\
        """;
    assertThat(server.send("anna", "PUT", path, hours).outcome())
        .isEqualTo("428 precondition-required");
    var put = server.send("anna", "PUT", path, hours, "If-Match", "\"1\"");
    assertThat(put.header("ETag")).isEqualTo("\"2\"");
    assertThat(server.get(path).json())
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    [{"rrule":"FREQ=WEEKLY;BYDAY=MO,TU","start":"09:00","end":"17:00",
                      "validFrom":null,"validTo":null},
                     {"rrule":"FREQ=DAILY","start":"22:00","end":"04:00:30",
                      "validFrom":"2027-01-01","validTo":"2027-12-31"}]
                    """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400 malformed-body",
        "[1]|400 malformed-body",
        "[{}]|422 validation",
        "[{\"rrule\":\"FREQ=HOURLY\",\"start\":\"09:00\",\"end\":\"17:00\"}]|422 validation",
        "[{\"rrule\":\"x\",\"start\":\"09:00\",\"end\":\"17:00\"}]|422 validation",
        "[{\"rrule\":\"FREQ=DAILY\",\"start\":\"9:00\",\"end\":\"17:00\"}]|400 invalid-format",
        "[{\"rrule\":\"FREQ=DAILY\",\"start\":\"09:00\",\"end\":\"24:00\"}]|400 invalid-format",
        "[{\"rrule\":\"FREQ=DAILY\",\"start\":\"09:00\",\"end\":\"17:00\",\"validFrom\":\"2027-02-30\"}]|400"
            + " invalid-format",
        "[{\"rrule\":\"FREQ=DAILY\",\"start\":\"09:00\",\"end\":\"17:00\",\"validFrom\":\"2027-02-02\",\"validTo\":\"2027-02-01\"}]|422"
            + " validation",
        "[{\"rrule\":\"FREQ=DAILY\",\"start\":\"09:00\",\"end\":\"17:00\",\"color\":1}]|400"
            + " unknown-field"
      })
  void badOpeningHoursAreRefused(String body, String outcome) {
    var path = "/v1/resources/" + court("{\"name\":\"Court\"}") + "/opening-hours";
    assertThat(server.send("anna", "PUT", path, body, "If-Match", "*").outcome())
        .isEqualTo(outcome);
  }

  private Answer slots(String court, String more) {
    return server.get(
        "/v1/resources/"
            + court
            + "/slots?from=2027-03-01T09:00:00Z&to=2027-03-01T12:00:00Z"
            + more);
  }

  @Test
  void slotsAreToldInTheZoneThatWasAskedFor() {
    var court =
        court(
            """
            {"name":"Court","slotStep":"PT1H","capacity":2,
             "price":{"amount":"24.00","per":"HOUR"}}\
            """);
    var id = new ResourceId(UUID.fromString(court));
    server.occupancy.take(id, 1, between("2027-03-01T09:00:00Z", "2027-03-01T11:00:00Z"));
    server.occupancy.take(id, 2, between("2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"));
    assertThat(slots(court, "").json())
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"items":[
                      {"start":"2027-03-01T09:00:00Z","end":"2027-03-01T10:00:00Z","unitsFree":1,
                       "price":{"amount":"24.00","currency":"EUR"}},
                      {"start":"2027-03-01T11:00:00Z","end":"2027-03-01T12:00:00Z","unitsFree":2,
                       "price":{"amount":"24.00","currency":"EUR"}}]}
                    """));
    assertThat(slots(court, "&timeZone=America/New_York&duration=PT1H").text("/items/0/start"))
        .isEqualTo("2027-03-01T04:00:00-05:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?from=2027-03-01T09:00:00Z|400 invalid-parameter",
        "?from=2027-03-01T09:00:00&to=2027-03-02T09:00:00|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&to=2027-03-01T09:00:00Z|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&to=2027-05-02T09:00:00Z|200",
        "?from=2027-03-01T09:00:00Z&to=2027-05-02T09:00:00.000001Z|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z&duration=P1M|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z&duration=PT0S|422 interval-length",
        "?from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z&duration=P400D|422 interval-length",
        "?from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z&timeZone=Mars|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z&color=red|400 invalid-parameter",
        "?from=2027-03-01T09:00:00Z&from=2027-03-01T09:00:00Z&to=2027-03-02T09:00:00Z|400"
            + " invalid-parameter",
        "?from=0001-01-01T00:00:00Z&to=0001-01-02T00:00:00Z|200",
        "?from=9999-12-30T00:00:00Z&to=9999-12-31T23:59:59Z|200"
      })
  void aQuestionForSlotsIsReadStrictly(String query, String outcome) {
    var court = court("{\"name\":\"Court\",\"slotStep\":\"PT1H\"}");
    assertThat(server.get("/v1/resources/" + court + "/slots" + query).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void moreSlotsThanFitIntoAnAnswerAreRefused() {
    var court = court("{\"name\":\"Court\",\"slotStep\":\"PT1S\"}");
    assertThat(slots(court, "").outcome()).isEqualTo("400 invalid-parameter");
  }

  @Test
  void listsAreWalkedNewestFirstAndFiltered() {
    var park = park();
    var made = new ArrayList<String>();
    for (var i = 0; i < 5; i++) {
      made.addFirst(
          made(park, "{\"name\":\"Court %d\",\"kind\":\"court\"}".formatted(i)).text("/id"));
    }
    made(park, "{\"name\":\"Room\",\"kind\":\"room\"}");
    var seen = new ArrayList<String>();
    var target = "/v1/resources?kind=court&q=COURT&limit=2&venueId=" + park;
    var cursor = "";
    while (true) {
      var page = server.get(target + cursor);
      page.json().at("/items").forEach(item -> seen.add(item.at("/id").asString()));
      if (page.json().at("/nextCursor").isNull()) {
        break;
      }
      cursor = "&cursor=" + page.text("/nextCursor");
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    var streamed = server.get("/v1/resources?kind=room", "Accept", "application/x-ndjson");
    assertThat(streamed.response().body().lines()).hasSize(1);
    assertThat(server.get("/v1/venues", "Accept", "application/x-ndjson").response().body().lines())
        .hasSize(1);
    assertThat(server.get("/v1/resources?kind=").outcome()).isEqualTo("400 invalid-parameter");
    assertThat(server.get("/v1/venues?kind=a").outcome()).isEqualTo("400 invalid-parameter");
  }
}
