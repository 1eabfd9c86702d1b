package dev.holdfast.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** The contract accepts what is documented, and sees each way to differ from it. */
class OpenApiContractTest {
  private static final String ID = "019aaf20-3f5a-7b11-9d44-0a1b2c3d4e5f";
  private static final String BOOKING_PATH = "/v1/bookings/" + ID;
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String EVENTS = "text/event-stream;charset=UTF-8";
  private static final String VENUE =
      """
      {"id":"%s","name":"Courts","timeZone":"Europe/Berlin","currency":"EUR","holdTtl":"PT10M",\
      "cancellationPolicy":{"tiers":[{"until":"PT0S","refundPercent":100}],"noShowFee":null},\
      "version":3,"createdAt":"2026-11-24T09:00:00Z","updatedAt":"2026-11-24T09:00:00.000001Z"}\
      """
          .formatted(ID);
  private static final String BOOKING =
      """
      {"id":"%1$s","venueId":"%1$s","userId":"%1$s","status":"PENDING","items":[{"id":"%1$s",\
      "resourceId":"%1$s","unit":1,"start":"2026-12-01T09:00:00Z","end":"2026-12-01T10:00:00Z",\
      "price":{"amount":"24.00","currency":"EUR"},"status":"PENDING"}],"total":{"amount":"24.00",\
      "currency":"EUR"},"holdUntil":"2026-11-24T09:10:00Z","awaiting":["CONFIRMATION"],"note":null,\
      "cancelledBy":null,"cancelReason":null,"version":3,"createdAt":"2026-11-24T09:00:00Z",\
      "updatedAt":"2026-11-24T09:00:00Z"}\
      """
          .formatted(ID);
  private static final String EVENT =
      """
      {"id":"7-2","type":"booking.cancelled","aggregateType":"booking","aggregateId":"%s",\
      "version":4,"occurredAt":"2026-11-24T09:00:00Z","venueId":"%s","data":%s}\
      """
          .formatted(ID, ID, BOOKING);
  private static final String NOT_FOUND =
      """
      {"type":"https://holdfast.dev/problems/not-found","title":"Not found","status":404,\
      "detail":"There is no such thing.","instance":"/v1/venues/1","code":"not-found",\
      "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","retryable":false}\
      """;

  private final OpenApiContract contract = OpenApiContract.contract();
  private final HttpHeaders headers = new HttpHeaders();

  OpenApiContractTest() {
    headers.set("X-Request-Id", "a-request");
    headers.set("RateLimit", "\"user\";r=5999;t=60");
    headers.set("ETag", "\"3\"");
  }

  @Test
  void whatIsDocumentedIsAccepted() {
    assertAccepted("GET", "/v1/venues/" + ID, 200, JSON, VENUE);
    assertAccepted("GET", BOOKING_PATH, 200, "application/json;charset=UTF-8", BOOKING);
    assertAccepted("GET", "/v1/venues/" + ID, 404, PROBLEM, NOT_FOUND);
  }

  @Test
  void demoAccountsAreAccepted() {
    var admin =
        """
        {"id":"%s","email":"admin@holdfast.test","firstName":"A","lastName":"B","phone":null,\
        "role":"ADMIN","isActive":true,"avatarUrl":null,"lastLoginAt":"2026-11-24T09:00:00.5Z",\
        "version":3,"createdAt":"2026-11-24T09:00:00Z","updatedAt":"2026-11-24T09:00:00Z"}\
        """
            .formatted(ID);
    assertAccepted("GET", "/v1/users/me", 200, JSON, admin);
    assertRefused("GET", "/v1/users/me", 200, JSON, admin.replace("@", " at "))
        .hasMessageContaining("/email");
  }

  @Test
  void durationsHaveNoYearsMonthsOrSigns() {
    for (var good : new String[] {"PT0S", "P365D", "PT8760H", "P1DT1H30M", "P2W", "PT1S"}) {
      assertAccepted("GET", "/v1/venues/" + ID, 200, JSON, VENUE.replace("PT10M", good));
    }
    for (var bad : new String[] {"P1Y", "P1M", "PT-5M", "P", "PT", "10M"}) {
      assertRefused("GET", "/v1/venues/" + ID, 200, JSON, VENUE.replace("PT10M", bad))
          .hasMessageContaining("/holdTtl");
    }
  }

  @Test
  void aMissingFieldIsSeen() {
    assertRefused("GET", "/v1/venues/" + ID, 200, JSON, VENUE.replace("\"currency\":\"EUR\",", ""))
        .hasMessageContaining("required property 'currency'");
  }

  @Test
  void anUnknownFieldIsSeen() {
    assertRefused("GET", "/v1/venues/" + ID, 200, JSON, VENUE.replace("{\"id\"", "{\"x\":1,\"id\""))
        .hasMessageContaining("'x'");
  }

  @Test
  void aFieldThatStandsTwiceIsSeen() {
    assertRefused(
            "GET", "/v1/venues/" + ID, 200, JSON, VENUE.replace("{\"id\"", "{\"version\":3,\"id\""))
        .hasMessageContaining("version");
  }

  @Test
  void aWrongTypeInADeepFieldIsSeenWithItsPlace() {
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING.replace("\"unit\":1", "\"unit\":\"1\""))
        .hasMessageContaining("/items/0/unit: string found, integer expected");
  }

  @Test
  void aWrongFormatIsSeen() {
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING.replaceFirst(ID, "nr-7"))
        .hasMessageContaining("/id: does not match the uuid pattern");
  }

  @Test
  void anInstantOutsideUtcOrFinerThanMicrosecondsIsSeen() {
    for (var wrong : new String[] {"2026-11-24T09:10:00+01:00", "2026-11-24T09:10:00.0000001Z"}) {
      assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING.replace("2026-11-24T09:10:00Z", wrong))
          .hasMessageContaining("/holdUntil");
    }
  }

  @Test
  void anUnknownEnumValueIsSeen() {
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING.replace("CONFIRMATION", "WEATHER"))
        .hasMessageContaining("/awaiting/0");
  }

  @Test
  void aBodyThatIsNoJsonIsSeen() {
    assertRefused("GET", BOOKING_PATH, 200, JSON, "{").hasMessageContaining("no JSON");
    assertRefused("GET", BOOKING_PATH, 200, JSON, "").hasMessageContaining("no JSON");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING + "{}").hasMessageContaining("no JSON");
  }

  @Test
  void anotherMediaTypeIsSeen() {
    assertRefused("GET", BOOKING_PATH, 200, "text/plain", BOOKING)
        .hasMessageContaining("Content-Type is text/plain, documented are application/json");
  }

  @Test
  void aStatusThatIsNotDocumentedIsSeenWithTheBody() {
    assertRefused("GET", BOOKING_PATH, 500, PROBLEM, "{\"detail\":\"boom\"}")
        .hasMessageContaining("showBooking has only 200, 304, 400, 401")
        .hasMessageContaining("boom");
  }

  @Test
  void aPathThatIsNotDocumentedIsSeen() {
    assertRefused("GET", "/v1/unicorns", 200, JSON, "{}")
        .hasMessageContaining("there is no such operation");
  }

  @Test
  void aPathThatIsNotDocumentedMayAnswerAProblem() {
    assertAccepted("GET", "/v1/unicorns", 404, PROBLEM, NOT_FOUND);
    assertRefused("GET", "/v1/unicorns", 404, PROBLEM, NOT_FOUND.replace("\"title\"", "\"t\""))
        .hasMessageContaining("title");
    assertRefused("GET", "/v1/unicorns", 404, JSON, NOT_FOUND).hasMessageContaining("Content-Type");
  }

  @Test
  void aMethodThatIsNotAllowedMustSayWhichAre() {
    var problem = NOT_FOUND.replace("404", "405").replace("not-found", "method-not-allowed");
    assertRefused("PUT", BOOKING_PATH, 405, PROBLEM, problem).hasMessageContaining("Allow");
    headers.set("Allow", "GET");
    assertAccepted("PUT", BOOKING_PATH, 405, PROBLEM, problem);
  }

  @Test
  void aMissingHeaderIsSeen() {
    headers.remove("ETag");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING)
        .hasMessageContaining("header ETag is missing");
  }

  @Test
  void aCountThatIsMissingOrIsNoneIsSeen() {
    headers.set("RateLimit", "\"user\";r=5998;t=59, \"booking\";r=1199;t=60");
    assertAccepted("GET", BOOKING_PATH, 200, JSON, BOOKING);
    headers.set("RateLimit", "5998");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING)
        .hasMessageContaining("header RateLimit:");
    headers.remove("RateLimit");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING)
        .hasMessageContaining("header RateLimit is missing");
  }

  @Test
  void aWeakTagIsSeen() {
    headers.set("ETag", "W/\"3\"");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING).hasMessageContaining("header ETag:");
  }

  @Test
  void aTagThatIsNotTheVersionIsSeen() {
    headers.set("ETag", "\"2\"");
    assertRefused("GET", BOOKING_PATH, 200, JSON, BOOKING)
        .hasMessageContaining("is \"2\", the version is 3");
  }

  @Test
  void aLinkAndACursorComeTogether() {
    var last = "{\"items\":[" + VENUE + "],\"nextCursor\":null}";
    var first = "{\"items\":[" + VENUE + "],\"nextCursor\":\"abc\"}";
    assertAccepted("GET", "/v1/venues", 200, JSON, last);
    assertRefused("GET", "/v1/venues", 200, JSON, first).hasMessageContaining("header Link");
    headers.set("Link", "</v1/venues?cursor=abc>; rel=\"next\"");
    assertAccepted("GET", "/v1/venues", 200, JSON, first);
    assertRefused("GET", "/v1/venues", 200, JSON, last).hasMessageContaining("header Link");
  }

  @Test
  void aProblemTellsTheStatusOfItsAnswer() {
    assertRefused("GET", BOOKING_PATH, 404, PROBLEM, NOT_FOUND.replace("404", "400"))
        .hasMessageContaining("/status: is 400, the answer's is 404");
  }

  @Test
  void aProblemHasACodeOfItsStatusAndATypeThatFits() {
    assertRefused("GET", BOOKING_PATH, 404, PROBLEM, NOT_FOUND.replace("not-found", "slot-taken"))
        .hasMessageContaining("/code");
    assertRefused(
            "GET", BOOKING_PATH, 404, PROBLEM, NOT_FOUND.replace("problems/not", "problems/un"))
        .hasMessageContaining("does not end with the code not-found");
  }

  @Test
  void aTakenSlotComesWithConflictsAndAlternatives() {
    var taken = NOT_FOUND.replace("404", "409").replace("not-found", "slot-taken");
    assertRefused("POST", "/v1/bookings", 409, PROBLEM, taken).hasMessageContaining("conflicts");
    assertAccepted(
        "POST",
        "/v1/bookings",
        409,
        PROBLEM,
        taken.replace("\"retryable\"", "\"conflicts\":[],\"alternatives\":[],\"retryable\""));
  }

  @Test
  void anAnswerWithoutContentHasNoBody() {
    assertAccepted("DELETE", "/v1/resources/" + ID, 204, null, "");
    assertRefused("DELETE", "/v1/resources/" + ID, 204, JSON, "{}").hasMessageContaining("a body");
  }

  @Test
  void theAnswerToHeadHasHeadersOnly() {
    assertAccepted("HEAD", BOOKING_PATH, 200, JSON, "");
    assertRefused("HEAD", BOOKING_PATH, 200, JSON, BOOKING).hasMessageContaining("a body");
  }

  @Test
  void theMostSpecificTemplateWins() {
    assertRefused("GET", "/v1/users/me", 200, JSON, "{}").hasMessageContaining("(showMe)");
    assertRefused("GET", "/docs/docs.js", 200, JSON, "{}").hasMessageContaining("(showDocsFile)");
    var two =
        ContractDocument.of(
            "paths: {'/a/{id}': {get: {operationId: any}}, /a/me: {get: {operationId: me}}}"
                .getBytes(UTF_8));
    assertThat(two.operation("GET", "/a/me").orElseThrow().id()).isEqualTo("me");
    assertThat(two.operation("GET", "/a/you").orElseThrow().id()).isEqualTo("any");
    assertThat(two.operation("GET", "/a/you/too")).isEmpty();
    assertThat(two.operation("GET", "/a/")).isEmpty();
  }

  @Test
  void everyLineOfAStreamIsChecked() {
    var ndjson = "application/x-ndjson";
    assertAccepted("GET", "/v1/venues", 200, ndjson, "");
    assertAccepted("GET", "/v1/venues", 200, ndjson, VENUE + "\n" + VENUE + "\n");
    assertRefused("GET", "/v1/venues", 200, ndjson, VENUE + "\n{}\n")
        .hasMessageContaining("line 2 required property 'id'");
    assertRefused("GET", "/v1/venues", 200, ndjson, VENUE + "\n" + VENUE.substring(1))
        .hasMessageContaining("line 2 is no JSON");
  }

  @Test
  void everyEventOfAStreamIsChecked() {
    var path = BOOKING_PATH + "/events";
    var snapshot = "retry: 2387\n\n:\n\nid: 7-1\nevent: snapshot\ndata: " + BOOKING + "\n\n";
    var cancelled = "id:7-2\nevent:booking.cancelled\ndata:" + EVENT + "\n\n";
    assertAccepted("GET", path, 200, EVENTS, snapshot + cancelled);
    assertRefused("GET", path, 200, EVENTS, snapshot.replace("\"unit\":1,", ""))
        .hasMessageContaining("event snapshot /items/0: required property 'unit'");
    assertRefused("GET", path, 200, EVENTS, snapshot + cancelled.replace("\"7-2\"", "7"))
        .hasMessageContaining("event booking.cancelled /id");
    assertRefused("GET", path, 200, EVENTS, snapshot + cancelled.replace("id:7-2", "id:7-3"))
        .hasMessageContaining("/id: is \"7-2\", the event's is 7-3");
    assertRefused("GET", path, 200, EVENTS, cancelled.replace("event:booking.", "event:cart."))
        .hasMessageContaining("/type: is \"booking.cancelled\", the event's is cart.cancelled");
    assertRefused("GET", path, 200, EVENTS, snapshot.replace("id: 7-1\n", ""))
        .hasMessageContaining("has no id");
    assertRefused("GET", path, 200, EVENTS, "oops: 1\n\n").hasMessageContaining("no field");
    assertRefused("GET", path, 200, EVENTS, "retry: soon\n\n").hasMessageContaining("no number");
  }

  @Test
  void allDifferencesAreSaidAtOnce() {
    headers.remove("ETag");
    assertRefused(
            "GET",
            BOOKING_PATH,
            200,
            JSON,
            BOOKING.replace("\"note\":null,", "").replace("EUR", "euro"))
        .hasMessageContaining("header ETag is missing")
        .hasMessageContaining("required property 'note'")
        .hasMessageContaining("/total/currency");
  }

  @Test
  void whatWasSeenIsTold() {
    assertAccepted("GET", BOOKING_PATH, 200, JSON, BOOKING);
    assertThat(OpenApiContract.answersSeen()).contains("GET /v1/bookings/{id} 200");
    assertThat(OpenApiContract.operationsWithoutSuccess()).doesNotContain("GET /v1/bookings/{id}");
  }

  private void assertAccepted(
      String method, String path, int status, @Nullable String type, String body) {
    assertThatCode(() -> check(method, path, status, type, body)).doesNotThrowAnyException();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String method, String path, int status, String type, String body) {
    return assertThatThrownBy(() -> check(method, path, status, type, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(method + " " + path + " → " + status);
  }

  private void check(String method, String path, int status, @Nullable String type, String body) {
    if (type != null) {
      headers.set("Content-Type", type);
    } else {
      headers.remove("Content-Type");
    }
    contract.check(method, path, status, headers, body.getBytes(UTF_8));
  }
}
