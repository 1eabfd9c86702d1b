package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.WebhookReceiver.Seen;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Webhooks over HTTP, from who asks for them to who receives them. */
class WebhooksIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant TEN = tenOClock(40);
  private static final String NOBODY = "0190a000-0000-7000-8000-00000000dead";
  private static @Nullable RunningHoldfast running;
  private static @Nullable WebhookReceiver listening;

  private final RunningHoldfast holdfast = Objects.requireNonNull(running);
  private final WebhookReceiver receiver = Objects.requireNonNull(listening);
  private final Stage stage = new Stage(holdfast);
  private final String admin = holdfast.tokenOf("admin");
  private final String user = holdfast.tokenOf("user");
  private final String venue = stage.venue("PT10M");
  private final String resource = stage.resource(venue, Map.of());

  /** As anybody starts it, but less patient. */
  @BeforeAll
  static void start() {
    running =
        RunningHoldfast.start(
            "--holdfast.webhooks.timeout=2s",
            "--holdfast.webhooks.first-retry=100ms",
            "--holdfast.webhooks.longest-pause=300ms",
            "--holdfast.webhooks.pause-after=3s",
            "--holdfast.webhooks.pause-failures=5");
    listening = new WebhookReceiver();
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(listening).close();
    Objects.requireNonNull(running).close();
  }

  private WebTestClient.ResponseSpec ask(
      HttpMethod method, String token, String uri, @Nullable Object body, String... ifMatch) {
    var request =
        holdfast
            .client()
            .method(method)
            .uri(uri)
            .headers(
                headers -> {
                  headers.setBearerAuth(token);
                  if (ifMatch.length > 0) {
                    headers.set("If-Match", ifMatch[0]);
                  }
                });
    return body == null
        ? request.exchange()
        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
  }

  private JsonNode ok(HttpMethod method, String uri, @Nullable Object body) {
    return json(ask(method, admin, uri, body).expectStatus().isOk());
  }

  private static void assertRefused(WebTestClient.ResponseSpec answer, int status, String code) {
    var problem = json(answer.expectStatus().isEqualTo(status));
    assertThat(problem.path("code").asString()).as("%s", problem).isEqualTo(code);
  }

  private static Map<String, Object> endpoint(String url, @Nullable String venue, String... types) {
    var body = new HashMap<String, Object>(Map.of("url", url, "types", List.of(types)));
    if (venue != null) {
      body.put("venueId", venue);
    }
    return body;
  }

  private JsonNode created(String path, @Nullable String venue, String... types) {
    return json(
        ask(
                HttpMethod.POST,
                admin,
                "/v1/webhook-endpoints",
                endpoint(receiver.url(path), venue, types))
            .expectStatus()
            .isCreated());
  }

  private static String idOf(JsonNode node) {
    return node.path("id").asString();
  }

  private static String uriOf(JsonNode endpoint) {
    return "/v1/webhook-endpoints/" + idOf(endpoint);
  }

  private String booked() {
    return booked(TEN.plus(HOUR.multipliedBy(hours.getAndIncrement())));
  }

  private static final AtomicInteger hours = new AtomicInteger();

  private String booked(Instant start) {
    return idOf(stage.booked(user, Map.of("items", List.of(stage.item(resource, start, HOUR)))));
  }

  private List<Seen> received(String path, int count) {
    return eventually(() -> receiver.seen(path), seen -> seen.size() >= count);
  }

  /** The only delivery of the endpoint, as soon as it is in this status. */
  private JsonNode delivery(JsonNode endpoint, String status) {
    return eventually(
            () ->
                ok(
                    HttpMethod.GET,
                    "/v1/webhook-deliveries?endpointId=" + idOf(endpoint) + "&status=" + status,
                    null),
            page -> page.path("items").size() == 1)
        .path("items")
        .path(0);
  }

  private static List<Integer> statuses(JsonNode delivery) {
    return delivery
        .path("attempts")
        .valueStream()
        .map(attempt -> attempt.path("responseStatus").asInt(0))
        .toList();
  }

  @Test
  void whatHappensIsSentAsTheStreamsTellItAndSigned() {
    var path = receiver.path();
    var endpoint = created(path, venue, "booking.*");
    var booking = booked();
    var one = received(path, 1).getFirst();
    assertThat(one.isSignedWith(endpoint.path("secret").asString())).isTrue();
    assertThat(one.isSignedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isFalse();
    assertThat(one.header("user-agent")).isEqualTo("Holdfast-Webhooks");
    assertThat(one.header("content-type")).isEqualTo("application/json");
    assertThat(one.event().path("aggregateId").asString()).isEqualTo(booking);
    assertThat(one.header("webhook-id")).isEqualTo(idOf(one.event()));
    var told =
        json(
            ask(HttpMethod.GET, admin, "/v1/changes?types=booking.created&venueId=" + venue, null)
                .expectStatus()
                .isOk());
    assertThat(one.event()).isEqualTo(told.path("items").path(0));

    var delivery = delivery(endpoint, "DELIVERED");
    assertThat(delivery.path("eventId").asString()).isEqualTo(idOf(one.event()));
    assertThat(delivery.path("type").asString()).isEqualTo("booking.created");
    assertThat(statuses(delivery)).containsExactly(200);
    assertThat(delivery.path("nextAttemptAt").isNull()).isTrue();
    var same = ok(HttpMethod.GET, "/v1/webhook-deliveries/" + idOf(delivery), null);
    assertThat(same).isEqualTo(delivery);
  }

  @Test
  void anEndpointGetsWhatItAskedForAndNothingFromBefore() {
    booked();
    var path = receiver.path();
    created(path, venue, "booking.cancelled");
    var elsewhere = receiver.path();
    created(elsewhere, stage.venue("PT10M"), "booking.*");
    var everything = receiver.path();
    var all = created(everything, null);
    var booking = booked();
    stage.change(user, booking, "cancel", "*");
    assertThat(received(path, 1)).extracting(Seen::type).containsExactly("booking.cancelled");
    stage.newcomer();
    eventually(
        () -> receiver.seen(everything).stream().map(Seen::type).toList(),
        types ->
            types.containsAll(List.of("booking.created", "booking.cancelled", "user.created")));
    assertThat(receiver.seen(everything))
        .allMatch(seen -> !seen.type().startsWith("webhook_endpoint"));
    assertThat(receiver.seen(path)).hasSize(1);
    assertThat(receiver.seen(elsewhere)).isEmpty();
    ask(HttpMethod.DELETE, admin, uriOf(all), null).expectStatus().isNoContent();
  }

  @Test
  void afterARotationBothSecretsSignAndNeitherIsShown() {
    var path = receiver.path();
    var endpoint = created(path, venue);
    var first = endpoint.path("secret").asString();
    var rotated = ok(HttpMethod.POST, uriOf(endpoint) + "/rotate-secret", null);
    var second = rotated.path("secret").asString();
    assertThat(second).isNotEqualTo(first);
    assertThat(rotated.path("version").asInt()).isEqualTo(2);
    booked();
    var one = received(path, 1).getFirst();
    assertThat(one.header("webhook-signature")).matches("v1,[^ ]+ v1,[^ ]+");
    assertThat(one.isSignedWith(first)).isTrue();
    assertThat(one.isSignedWith(second)).isTrue();
    var third =
        ok(HttpMethod.POST, uriOf(endpoint) + "/rotate-secret", null).path("secret").asString();
    booked();
    var two = received(path, 2).get(1);
    assertThat(two.isSignedWith(first)).isFalse();
    assertThat(two.isSignedWith(second)).isTrue();
    assertThat(two.isSignedWith(third)).isTrue();

    assertThat(ok(HttpMethod.GET, uriOf(endpoint), null).has("secret")).isFalse();
    var kept =
        holdfast.sql("SELECT row_to_json(e)::text FROM webhook_endpoints e").toString()
            + holdfast.sql(
                "SELECT data::text FROM events WHERE aggregate_type = 'webhook_endpoint'");
    for (var secret : List.of(first, second, third)) {
      assertThat(kept).doesNotContain(secret).doesNotContain(secret.substring(6));
    }
  }

  @Test
  void whatIsRefusedIsSentAgainUnderTheSameIdUntilItIsTaken() {
    var path = receiver.path();
    receiver.answer(path, 500);
    var endpoint = created(path, venue);
    booked();
    received(path, 2);
    receiver.answer(path, 204);
    var delivery = delivery(endpoint, "DELIVERED");
    assertThat(statuses(delivery)).startsWith(500, 500).endsWith(204);
    var seen = receiver.seen(path);
    assertThat(seen)
        .extracting(one -> one.header("webhook-id"))
        .containsOnly(delivery.path("eventId").asString());
    assertThat(seen).extracting(Seen::body).containsOnly(seen.getFirst().body());
    assertThat(seen).allMatch(one -> one.isSignedWith(endpoint.path("secret").asString()));
  }

  @Test
  void whatHappensToOneBookingArrivesInItsOrder() {
    var path = receiver.path();
    var count = new AtomicInteger();
    receiver.answer(
        path,
        (_, response) -> response.status(count.incrementAndGet() % 2 == 1 ? 503 : 200).send());
    var endpoint = created(path, venue);
    var booking = booked();
    for (var i = 0; i < 5; i++) {
      assertThat(stage.patch(user, booking, "*", "{\"note\":\"" + i + "\"}").status())
          .isEqualTo(200);
    }
    stage.change(user, booking, "cancel", "*");
    eventually(
        () ->
            ok(
                HttpMethod.GET,
                "/v1/webhook-deliveries?status=DELIVERED&endpointId=" + idOf(endpoint),
                null),
        page -> page.path("items").size() == 7);
    var versions =
        receiver.seen(path).stream().map(seen -> seen.event().path("version").asInt()).toList();
    assertThat(versions).isSorted();
    assertThat(versions.stream().distinct()).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aRedirectionIsNotFollowed() {
    var path = receiver.path();
    var inward = receiver.path();
    receiver.answer(path, (_, response) -> response.sendRedirect(receiver.url(inward)));
    var endpoint = created(path, venue);
    booked();
    received(path, 1);
    assertThat(eventually(() -> statuses(delivery(endpoint, "PENDING")), all -> !all.isEmpty()))
        .startsWith(302);
    assertThat(receiver.seen(inward)).isEmpty();
  }

  @Test
  void aReceiverThatHangsDoesNotDelayAnother() {
    var hanging = receiver.path();
    receiver.answer(hanging, (_, _) -> Mono.never());
    var slow = created(hanging, venue);
    for (var i = 0; i < 12; i++) {
      booked();
    }
    received(hanging, 4);
    var path = receiver.path();
    created(path, venue);
    for (var i = 1; i <= 5; i++) {
      var begin = System.nanoTime();
      booked();
      received(path, i);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }
    var attempts =
        eventually(
            () -> ok(HttpMethod.GET, "/v1/webhook-deliveries?endpointId=" + idOf(slow), null),
            page -> page.path("items").valueStream().anyMatch(d -> !statuses(d).isEmpty()));
    assertThat(attempts.path("items").valueStream().flatMap(d -> statuses(d).stream()).distinct())
        .containsExactly(0);
    ask(HttpMethod.DELETE, admin, uriOf(slow), null).expectStatus().isNoContent();
  }

  @Test
  void ofAnEndlessAnswerOnlyTheBeginningIsRead() {
    var path = receiver.path();
    receiver.answer(
        path,
        (_, response) ->
            response.send(
                Flux.<Integer>generate(sink -> sink.next(0))
                    .map(_ -> Unpooled.wrappedBuffer(new byte[8 * 1024]))));
    var endpoint = created(path, venue);
    booked();
    assertThat(statuses(delivery(endpoint, "DELIVERED"))).containsExactly(200);
  }

  @Test
  void whoWantsNothingAnyMoreIsPausedAtOnceAndGetsTheRestLater() {
    var path = receiver.path();
    receiver.answer(path, 410);
    var endpoint = created(path, venue);
    booked();
    var paused =
        eventually(
            () -> ok(HttpMethod.GET, uriOf(endpoint), null),
            seen -> !seen.path("isActive").asBoolean());
    assertThat(paused.path("pausedReason").asString()).isEqualTo("gone");
    assertThat(paused.path("version").asInt()).isEqualTo(2);
    var delivery = delivery(endpoint, "PAUSED");
    assertThat(delivery.path("nextAttemptAt").isNull()).isTrue();
    assertThat(receiver.seen(path)).hasSize(1);
    eventually(
        () ->
            ok(
                    HttpMethod.GET,
                    "/v1/audit?entityType=webhook_endpoint&entityId=" + idOf(endpoint),
                    null)
                .path("items")
                .valueStream()
                .map(entry -> entry.path("action").asString())
                .toList(),
        List.of("webhook_endpoint.paused", "webhook_endpoint.created")::equals);

    receiver.answer(path, 200);
    var again = ok(HttpMethod.PATCH, uriOf(endpoint), Map.of("isActive", true));
    assertThat(again.path("pausedReason").isNull()).isTrue();
    assertThat(idOf(delivery(endpoint, "DELIVERED"))).isEqualTo(idOf(delivery));
  }

  @Test
  void whoOnlyFailsForLongIsPaused() {
    var path = receiver.path();
    receiver.answer(path, 503);
    var endpoint = created(path, venue);
    booked();
    var paused =
        eventually(
            () -> ok(HttpMethod.GET, uriOf(endpoint), null),
            seen -> !seen.path("isActive").asBoolean());
    assertThat(paused.path("pausedReason").asString()).isEqualTo("failing");
    assertThat(receiver.seen(path).size()).isGreaterThanOrEqualTo(5);
    delivery(endpoint, "PAUSED");
  }

  @Test
  void somethingCanBeSentOnceMore() {
    var path = receiver.path();
    var endpoint = created(path, venue);
    booked();
    var delivery = delivery(endpoint, "DELIVERED");
    var replayed =
        ok(HttpMethod.POST, "/v1/webhook-deliveries/" + idOf(delivery) + "/replay", null);
    assertThat(replayed.path("status").asString()).isEqualTo("PENDING");
    var seen = received(path, 2);
    assertThat(seen.get(1).body()).isEqualTo(seen.get(0).body());
    assertThat(seen.get(1).header("webhook-id")).isEqualTo(seen.get(0).header("webhook-id"));
    assertThat(eventually(() -> statuses(delivery(endpoint, "DELIVERED")), all -> all.size() == 2))
        .containsExactly(200, 200);
  }

  @Test
  void anEndpointCanBeTried() {
    var path = receiver.path();
    var endpoint = created(path, venue, "venue.changed");
    ok(HttpMethod.PATCH, uriOf(endpoint), Map.of("isActive", false));
    var test = ok(HttpMethod.POST, uriOf(endpoint) + "/test", null);
    assertThat(test.path("status").asString()).isEqualTo("DELIVERED");
    assertThat(test.path("type").asString()).isEqualTo("webhook_endpoint.test");
    assertThat(statuses(test)).containsExactly(200);
    var one = received(path, 1).getFirst();
    assertThat(one.isSignedWith(endpoint.path("secret").asString())).isTrue();
    assertThat(one.header("webhook-id")).isEqualTo(test.path("eventId").asString());
    assertThat(one.event().propertyNames())
        .containsExactly(
            "id",
            "type",
            "aggregateType",
            "aggregateId",
            "version",
            "occurredAt",
            "venueId",
            "data");
    assertThat(one.type()).isEqualTo("webhook_endpoint.test");

    receiver.answer(path, 404);
    var failed = ok(HttpMethod.POST, uriOf(endpoint) + "/test", Map.of());
    assertThat(failed.path("status").asString()).isEqualTo("FAILED");
    assertThat(statuses(failed)).containsExactly(404);
    receiver.answer(path, 200);
    ok(HttpMethod.PATCH, uriOf(endpoint), Map.of("isActive", true));
    ok(HttpMethod.POST, "/v1/webhook-deliveries/" + idOf(failed) + "/replay", null);
    var seen = received(path, 3);
    assertThat(seen.get(2).body()).isEqualTo(seen.get(1).body());
  }

  @Test
  void whoMayNotManageSeesNothing() {
    var body = endpoint(receiver.url(receiver.path()), venue);
    var list = "/v1/webhook-endpoints";
    holdfast.client().get().uri(list).exchange().expectStatus().isUnauthorized();
    assertRefused(ask(HttpMethod.GET, user, list, null), 403, "forbidden");
    assertRefused(ask(HttpMethod.POST, user, list, body), 403, "forbidden");
    assertRefused(ask(HttpMethod.GET, user, "/v1/webhook-deliveries", null), 403, "forbidden");
  }

  @Test
  void managersSeeTheirVenuesEndpointsAndNoOthers() {
    var manager = holdfast.tokenOf("manager");
    var list = "/v1/webhook-endpoints";
    var url = receiver.url(receiver.path());
    assertRefused(ask(HttpMethod.POST, manager, list, endpoint(url, venue)), 403, "forbidden");
    assertRefused(ask(HttpMethod.POST, manager, list, endpoint(url, null)), 403, "forbidden");
    assertRefused(ask(HttpMethod.POST, manager, list, endpoint(url, NOBODY)), 404, "not-found");
    assertRefused(ask(HttpMethod.POST, admin, list, endpoint(url, NOBODY)), 404, "not-found");

    var theirs = created(receiver.path(), venue);
    booked();
    var delivery = delivery(theirs, "DELIVERED");
    var deliveryUri = "/v1/webhook-deliveries/" + idOf(delivery);
    var change = Map.of("description", "Mine");
    assertRefused(ask(HttpMethod.GET, manager, uriOf(theirs), null), 404, "not-found");
    assertRefused(ask(HttpMethod.PATCH, manager, uriOf(theirs), change), 404, "not-found");
    assertRefused(ask(HttpMethod.DELETE, manager, uriOf(theirs), null), 404, "not-found");
    assertRefused(
        ask(HttpMethod.POST, manager, uriOf(theirs) + "/rotate-secret", null), 404, "not-found");
    assertRefused(ask(HttpMethod.POST, manager, uriOf(theirs) + "/test", null), 404, "not-found");
    assertRefused(ask(HttpMethod.GET, manager, deliveryUri, null), 404, "not-found");
    assertRefused(ask(HttpMethod.POST, manager, deliveryUri + "/replay", null), 404, "not-found");
    var unknown = list + "/" + NOBODY;
    assertRefused(ask(HttpMethod.GET, admin, unknown, null), 404, "not-found");
    assertThat(idsOf(manager, list)).doesNotContain(idOf(theirs));
    var deliveries = "/v1/webhook-deliveries?endpointId=" + idOf(theirs);
    assertThat(idsOf(manager, deliveries)).isEmpty();

    stage.addStaff(venue, manager);
    assertThat(idsOf(manager, list)).contains(idOf(theirs));
    assertThat(idsOf(manager, deliveries)).containsExactly(idOf(delivery));
    ask(HttpMethod.GET, manager, deliveryUri, null).expectStatus().isOk();
    var mine =
        json(ask(HttpMethod.POST, manager, list, endpoint(url, venue)).expectStatus().isCreated());
    assertThat(idsOf(admin, list + "?limit=200")).contains(idOf(mine), idOf(theirs));
    var everywhere = created(receiver.path(), null, "venue.changed");
    assertRefused(ask(HttpMethod.GET, manager, uriOf(everywhere), null), 404, "not-found");
    assertThat(idsOf(manager, list)).doesNotContain(idOf(everywhere));
  }

  private List<String> idsOf(String token, String uri) {
    return json(ask(HttpMethod.GET, token, uri, null).expectStatus().isOk())
        .path("items")
        .valueStream()
        .map(WebhooksIT::idOf)
        .toList();
  }

  @Test
  void changesAreMadeToTheVersionThatWasSeenWhereOneSays() {
    var endpoint = created(receiver.path(), venue, "booking.*");
    var uri = uriOf(endpoint);
    var stale = "\"9\"";
    assertRefused(
        ask(HttpMethod.PATCH, admin, uri, Map.of("description", "A"), stale),
        412,
        "version-mismatch");
    assertRefused(ask(HttpMethod.DELETE, admin, uri, null, stale), 412, "version-mismatch");
    assertRefused(
        ask(HttpMethod.POST, admin, uri + "/rotate-secret", null, stale), 412, "version-mismatch");
    ask(HttpMethod.PATCH, admin, uri, Map.of("description", "A"), "\"1\"")
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("ETag", "\"2\"");
    var changed = ok(HttpMethod.PATCH, uri, "{\"types\":null,\"description\":null}");
    assertThat(changed.path("version").asInt()).isEqualTo(3);
    assertThat(changed.path("types")).isEmpty();
    assertThat(changed.path("description").isNull()).isTrue();
    assertThat(ok(HttpMethod.PATCH, uri, Map.of("venueId", venue)).path("version").asInt())
        .isEqualTo(3);
    assertRefused(
        ask(HttpMethod.PATCH, admin, uri, Map.of("venueId", RunningHoldfast.CLUB)),
        422,
        "validation");
    assertRefused(
        ask(HttpMethod.PATCH, admin, uri, Map.of("url", "https://10.0.0.1/")),
        422,
        "forbidden-url");
    ask(HttpMethod.DELETE, admin, uri, null, "\"3\"").expectStatus().isNoContent();
    assertRefused(ask(HttpMethod.GET, admin, uri, null), 404, "not-found");
    assertRefused(ask(HttpMethod.DELETE, admin, uri, null), 404, "not-found");
  }

  @Test
  void whatIsDeletedGetsNothingMore() {
    var path = receiver.path();
    var endpoint = created(path, venue);
    ask(HttpMethod.DELETE, admin, uriOf(endpoint), null).expectStatus().isNoContent();
    var witness = receiver.path();
    created(witness, venue);
    booked();
    received(witness, 1);
    assertThat(receiver.seen(path)).isEmpty();
  }

  @Test
  void listsComeInPagesAndAsLines() {
    created(receiver.path(), venue);
    created(receiver.path(), venue);
    var page = ok(HttpMethod.GET, "/v1/webhook-endpoints?limit=1", null);
    assertThat(page.path("items")).hasSize(1);
    var next =
        ok(
            HttpMethod.GET,
            "/v1/webhook-endpoints?limit=1&cursor=" + page.path("nextCursor").asString(),
            null);
    assertThat(idOf(next.path("items").path(0))).isNotEqualTo(idOf(page.path("items").path(0)));
    var lines =
        holdfast
            .client()
            .get()
            .uri("/v1/webhook-endpoints")
            .headers(headers -> headers.setBearerAuth(admin))
            .accept(MediaType.APPLICATION_NDJSON)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody()
            .collectList()
            .block();
    assertThat(Objects.requireNonNull(lines).size()).isGreaterThanOrEqualTo(2);
  }

  /** Row 80 of the list of faults, and its neighbours; what else there is, the unit tests know. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://127.0.0.1/",
        "http://127.0.0.2:9000/",
        "http://localhost:80/",
        "file:///etc/passwd",
        "https://127.1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[2002:a9fe:a9fe::]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://a@b/",
        "https://user@example.com/",
        "https://example.com:25/",
        "https://metadata.google.internal/",
      })
  void nothingIsSentOutOfThePublicInternet(String url) {
    var answer = ask(HttpMethod.POST, admin, "/v1/webhook-endpoints", endpoint(url, venue));
    var problem = json(answer.expectStatus().isEqualTo(422));
    assertThat(problem.path("code").asString()).as("%s", problem).isEqualTo("forbidden-url");
    assertThat(problem.path("errors").path(0).path("pointer").asString()).isEqualTo("/url");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    var list = "/v1/webhook-endpoints";
    var good = "https://hooks.example.com/";
    assertRefused(ask(HttpMethod.POST, admin, list, Map.of()), 422, "validation");
    assertRefused(ask(HttpMethod.POST, admin, list, endpoint("127.1", null)), 422, "validation");
    assertRefused(
        ask(HttpMethod.POST, admin, list, endpoint(good, null, "booking.vanished")),
        422,
        "validation");
    for (var type : List.of("*", "session.*", "webhook_endpoint.created", "booking")) {
      assertRefused(
          ask(HttpMethod.POST, admin, list, endpoint(good, null, type)), 422, "validation");
    }
    assertRefused(
        ask(HttpMethod.POST, admin, list, Map.of("url", good, "secret", "whsec_mine")),
        400,
        "unknown-field");
    assertRefused(
        ask(HttpMethod.GET, admin, "/v1/webhook-deliveries?status=LOST", null),
        400,
        "invalid-parameter");
    assertRefused(ask(HttpMethod.GET, admin, list + "/mine", null), 400, "invalid-parameter");
    var taken =
        json(ask(HttpMethod.POST, admin, list, Map.of("url", good)).expectStatus().isCreated());
    assertThat(taken.path("types")).isEmpty();
    assertThat(taken.path("isActive").asBoolean()).isTrue();
    ask(HttpMethod.DELETE, admin, uriOf(taken), null).expectStatus().isNoContent();
  }
}
