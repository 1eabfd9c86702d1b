package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/**
 * How often one may ask, with small limits. The server trusts this machine to be a proxy, so that
 * each test is a client of its own; a window begins with its client's first request. There is one
 * node, so that a moment without Redis on a busy machine changes no count.
 */
class LimitsIT {
  private static final int ANONYMOUS = 40;
  private static final int USER = 30;
  private static final int BOOKING = 4;
  private static final int VENUE = 3;
  private static final int LOGIN = 12;
  private static final int ACCOUNT = 5;
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final String PASSWORD = "a long walk along the river";

  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start(
          "--holdfast.limits=production",
          "--holdfast.limit.window=" + WINDOW.toSeconds() + "s",
          "--holdfast.limit.nodes=1",
          "--holdfast.limit.anonymous=" + ANONYMOUS,
          "--holdfast.limit.user=" + USER,
          "--holdfast.limit.booking=" + BOOKING,
          "--holdfast.limit.venue=" + VENUE,
          "--holdfast.limit.login=" + LOGIN,
          "--holdfast.limit.account=" + ACCOUNT,
          "--holdfast.trusted.proxies=127.0.0.1");

  private final String address = address();

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  /** One that no other test has. */
  private static String address() {
    return "2001:db8:%04x:1::1".formatted(UUID.randomUUID().hashCode() & 0xffff);
  }

  private EntityExchangeResult<byte[]> get(String uri, Consumer<HttpHeaders> headers) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .header("X-Forwarded-For", address)
        .headers(headers)
        .exchange()
        .expectBody(byte[].class)
        .returnResult();
  }

  private EntityExchangeResult<byte[]> post(
      String uri, Map<String, ?> body, Consumer<HttpHeaders> headers) {
    return HOLDFAST
        .client()
        .post()
        .uri(uri)
        .header("X-Forwarded-For", address)
        .headers(headers)
        .bodyValue(body)
        .exchange()
        .expectBody(byte[].class)
        .returnResult();
  }

  private static void nothing(HttpHeaders headers) {}

  private static Consumer<HttpHeaders> as(String token) {
    return headers -> headers.setBearerAuth(token);
  }

  private String signUp() {
    var email = "someone." + UUID.randomUUID() + "@example.com";
    var person =
        Map.of("email", email, "password", PASSWORD, "firstName", "Some", "lastName", "One");
    assertThat(status(post("/v1/users", person, LimitsIT::nothing))).isEqualTo(201);
    return email;
  }

  private EntityExchangeResult<byte[]> logIn(String email, String password, String from) {
    return post(
        "/v1/auth/login",
        Map.of("email", email, "password", password),
        headers -> headers.set("X-Forwarded-For", from));
  }

  private EntityExchangeResult<byte[]> logIn(String email, String password) {
    return post("/v1/auth/login", Map.of("email", email, "password", password), LimitsIT::nothing);
  }

  private String tokenOf(String email, String password) {
    return json(Objects.requireNonNull(logIn(email, password).getResponseBody()))
        .path("accessToken")
        .asString();
  }

  private String newcomer() {
    return tokenOf(signUp(), PASSWORD);
  }

  private static int status(EntityExchangeResult<byte[]> answer) {
    return answer.getStatus().value();
  }

  private static @Nullable String header(EntityExchangeResult<byte[]> answer, String name) {
    return answer.getResponseHeaders().getFirst(name);
  }

  private static void assertRefused(EntityExchangeResult<byte[]> answer, String policy) {
    assertThat(status(answer)).isEqualTo(429);
    var problem = json(Objects.requireNonNull(answer.getResponseBody()));
    assertThat(problem.path("code").asString()).isEqualTo("rate-limited");
    assertThat(problem.path("retryable").asBoolean()).isTrue();
    var wait = Long.parseLong(Objects.requireNonNull(header(answer, "Retry-After")));
    assertThat(wait).isBetween(1L, WINDOW.toSeconds());
    assertThat(header(answer, "RateLimit")).endsWith("\"%s\";r=0;t=%d".formatted(policy, wait));
  }

  @Test
  void anAddressWithoutAGoodTokenHasItsQuotaForWhateverItAsks() {
    List<Runnable> kinds =
        List.of(
            () -> assertThat(status(get("/v1/venues", LimitsIT::nothing))).isEqualTo(200),
            () -> assertThat(status(get("/v1/users/me", LimitsIT::nothing))).isEqualTo(401),
            () -> assertThat(status(get("/v1/venues", as("bad.token")))).isEqualTo(401),
            () -> assertThat(status(get("/v1/nothing", LimitsIT::nothing))).isEqualTo(401));
    IntStream.range(0, ANONYMOUS).forEach(n -> kinds.get(n % kinds.size()).run());
    for (var uri : List.of("/v1/venues", "/v1/users/me", "/v1/nothing", "/openapi.yaml")) {
      assertRefused(get(uri, LimitsIT::nothing), "anonymous");
    }
    assertRefused(get("/v1/venues", as("bad.token")), "anonymous");
    assertThat(status(get("/health", LimitsIT::nothing))).isEqualTo(200);
    assertThat(header(get("/health/live", LimitsIT::nothing), "RateLimit")).isNull();
  }

  @Test
  void anAddressInTheSameNetworkIsTheSameClientAndWhatAProxyWasToldChangesNothing() {
    IntStream.range(0, ANONYMOUS).forEach(_ -> get("/v1/venues", LimitsIT::nothing));
    assertRefused(get("/v1/venues", LimitsIT::nothing), "anonymous");
    for (var claim :
        List.of(
            "198.51.100.7, " + address, address.replace("::1", "::2"), address + ", 127.0.0.1")) {
      var answer = get("/v1/venues", headers -> headers.set("X-Forwarded-For", claim));
      assertRefused(answer, "anonymous");
    }
    var other = get("/v1/venues", headers -> headers.set("X-Forwarded-For", address()));
    assertThat(status(other)).isEqualTo(200);
  }

  @Test
  void aTokenIsNotEnoughToGuessThePassword() {
    var token = newcomer();
    IntStream.range(0, ACCOUNT)
        .forEach(n -> assertThat(status(guess(token, "guess " + n))).isEqualTo(403));
    assertRefused(guess(token, PASSWORD), "account");
  }

  private EntityExchangeResult<byte[]> guess(String token, String password) {
    return HOLDFAST
        .client()
        .put()
        .uri("/v1/users/me/password")
        .header("X-Forwarded-For", address)
        .headers(as(token))
        .bodyValue(Map.of("currentPassword", password, "newPassword", "a stroll by the canal"))
        .exchange()
        .expectBody(byte[].class)
        .returnResult();
  }

  @Test
  void aUserHasAQuotaOfTheirOwnOnBothWaysAndFromEverywhere() {
    var token = newcomer();
    var id = booked(token);
    for (var n = 1; n < USER; n++) {
      var accept = n % 2 == 0 ? "application/json" : "application/json;q=0.9";
      var answer =
          get("/v1/bookings/" + id, as(token).andThen(headers -> headers.set("Accept", accept)));
      assertThat(status(answer)).isEqualTo(200);
      assertThat(header(answer, "RateLimit-Policy"))
          .isEqualTo("\"user\";q=%d;w=%d".formatted(USER, WINDOW.toSeconds()));
      assertThat(header(answer, "RateLimit")).startsWith("\"user\";r=" + (USER - n - 1) + ";t=");
    }
    assertRefused(get("/v1/bookings/" + id, as(token)), "user");
    assertRefused(
        get(
            "/v1/users/me",
            as(token).andThen(headers -> headers.set("X-Forwarded-For", address()))),
        "user");
    assertThat(status(get("/v1/users/me", as(newcomer())))).isEqualTo(200);
  }

  private String booked(String token) {
    var answer = book(token, 0);
    assertThat(status(answer)).isEqualTo(201);
    return json(Objects.requireNonNull(answer.getResponseBody())).path("id").asString();
  }

  private final int day = 30 + (UUID.randomUUID().hashCode() & 0xff);

  private EntityExchangeResult<byte[]> book(String token, int hour) {
    var wish = anHour(RunningHoldfast.COURT, tenOClock(day).plus(Duration.ofHours(hour)));
    return post(
        "/v1/bookings",
        wish,
        as(token).andThen(headers -> headers.set("Idempotency-Key", UUID.randomUUID().toString())));
  }

  @Test
  void bookingHasAQuotaBesideThatOfItsUser() {
    var token = newcomer();
    for (var n = 0; n < BOOKING; n++) {
      var answer = book(token, n);
      assertThat(header(answer, "RateLimit"))
          .matches("\"user\";r=\\d+;t=\\d+, \"booking\";r=%d;t=\\d+".formatted(BOOKING - n - 1));
    }
    assertRefused(book(token, BOOKING), "booking");
    assertThat(status(get("/v1/users/me", as(token)))).isEqualTo(200);
  }

  @Test
  void changesOfVenuesHaveAQuotaAndReadingThemHasNone() {
    var token = tokenOf("admin@holdfast.test", DemoData.PASSWORD);
    var venue = Map.of("name", "Park", "timeZone", "UTC", "currency", "EUR");
    for (var n = 0; n < VENUE; n++) {
      assertThat(status(post("/v1/venues", venue, as(token)))).isEqualTo(201);
    }
    assertRefused(post("/v1/venues", venue, as(token)), "venue");
    assertRefused(
        post("/v1/webhook-endpoints", Map.of("url", "x", "types", List.of()), as(token)), "venue");
    assertThat(status(get("/v1/venues", as(token)))).isEqualTo(200);
    assertThat(status(get("/v1/webhook-endpoints", as(token)))).isEqualTo(200);
  }

  @Test
  void anAccountThatIsGuessedAtIsClosedWhereItIsNotKnownUntilTheWindowEndsAndNoLonger() {
    var email = signUp();
    for (var n = 0; n < ACCOUNT; n++) {
      var guess = logIn(email.toUpperCase(Locale.ROOT), "not the password", address());
      assertThat(status(guess)).isEqualTo(401);
      assertThat(header(guess, "RateLimit")).contains("\"account\";r=" + (ACCOUNT - n - 1) + ";");
    }
    assertRefused(logIn(email, PASSWORD), "account");
    assertThat(status(logIn(signUp(), PASSWORD))).isEqualTo(200);
    eventually(() -> status(logIn(email, PASSWORD)), status -> status != 429);
    assertThat(status(logIn(email, PASSWORD))).isEqualTo(200);
  }

  @Test
  void whoHasSignedInFromSomewhereIsNotKeptOutThereByThoseWhoGuess() {
    var email = signUp();
    assertThat(status(logIn(email, PASSWORD))).isEqualTo(200);
    for (var n = 1; n < ACCOUNT; n++) {
      assertThat(status(logIn(email, "guess " + n, address()))).isEqualTo(401);
    }
    assertRefused(logIn(email, PASSWORD, address()), "account");
    var neighbour = address.replace("::1", "::2");
    for (var n = 1; n < ACCOUNT; n++) {
      var answer = logIn(email, n % 2 == 0 ? PASSWORD : "a slip", n % 3 == 0 ? neighbour : address);
      assertThat(status(answer)).isEqualTo(n % 2 == 0 ? 200 : 401);
    }
    assertRefused(logIn(email, PASSWORD), "account");
  }

  @Test
  void whatHasOnlyBeenGuessedAtFromSomewhereIsNotKnownThere() {
    var email = signUp();
    assertThat(status(logIn(email, "not the password"))).isEqualTo(401);
    for (var n = 1; n < ACCOUNT; n++) {
      assertThat(status(logIn(email, "guess " + n, address()))).isEqualTo(401);
    }
    assertRefused(logIn(email, PASSWORD), "account");
  }

  @Test
  void anAddressCanSignInToSoManyAccountsOnly() {
    for (var n = 0; n < LOGIN; n++) {
      assertThat(status(logIn("nobody." + n + "@example.com", "not the password"))).isEqualTo(401);
    }
    var before = refused("login");
    assertRefused(logIn("nobody@example.com", "not the password"), "login");
    assertThat(refused("login")).isEqualTo(before + 1);
    assertThat(HOLDFAST.bean(MeterRegistry.class).get("holdfast.limits.alone").gauge().value())
        .isZero();
    assertThat(status(get("/v1/venues", LimitsIT::nothing))).isEqualTo(200);
  }

  private static double refused(String policy) {
    return HOLDFAST
        .bean(MeterRegistry.class)
        .counter("holdfast.limits", "policy", policy, "outcome", "refused")
        .count();
  }
}
