package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.Wire.Answer;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.limit.KnownPlaces;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import dev.holdfast.shared.limit.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a request is counted against, and what its answer says of it. */
class RequestLimitsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ID = "01890000-0000-7000-8000-000000000001";

  static final RequestLimits.Policies POLICIES =
      new RequestLimits.Policies(
          new RateLimit("anonymous", 300, MINUTE),
          new RateLimit("user", 6_000, MINUTE),
          new RateLimit("booking", 1_200, MINUTE),
          new RateLimit("venue", 600, MINUTE),
          new RateLimit("login", 60, MINUTE),
          new RateLimit("account", 10, MINUTE));

  static final KnownPlaces NOWHERE =
      new KnownPlaces() {
        @Override
        public Mono<Boolean> isKnown(String account, String place) {
          return Mono.just(false);
        }

        @Override
        public Mono<Void> note(String account, String place) {
          return Mono.empty();
        }
      };

  private final Counts counts = new Counts();
  private final RequestLimits limits = new RequestLimits(counts, NOWHERE, POLICIES);
  private final DemoServer server = new DemoServer(List.of(), limits);

  @AfterEach
  void stop() {
    server.close();
  }

  /** Counts in the order of the requests; so many are left of each limit as is said. */
  private static final class Counts implements RateLimits {
    private final Map<String, Long> left = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Standing> take(RateLimit limit, String key) {
      return Mono.fromSupplier(() -> taken(limit, key));
    }

    private Standing taken(RateLimit limit, String key) {
      asked.add(limit.name() + " " + key);
      var left = this.left.merge(limit.name(), limit.quota() - 1, (before, _) -> before - 1);
      return new Standing(limit, left >= 0, Math.max(0, left), Duration.ofMillis(11_001));
    }

    @Override
    public @Nullable Standing takeAtOnce(RateLimit limit, String key) {
      return null;
    }
  }

  private Answer get(String target, String... headers) {
    return Wire.get(server.port(), target, headers);
  }

  private Answer send(String method, String target, String... headers) {
    return Wire.exchange(server.port(), method, target, new byte[0], headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/things",
        "GET /v1/things/mine",
        "GET /v1/nothing",
        "GET /v1/things;a=b",
        "PUT /v1/things",
        "POST /v1/bookings",
        "GET /v1/things?limit=x",
        "GET /v1/broken",
      })
  void whoeverHasNotSignedInIsCountedByAddress(String line) {
    var parts = line.split(" ", -1);
    for (var headers :
        List.of(
            new String[] {},
            new String[] {"Authorization: Bearer wrong"},
            new String[] {"Authorization: Bearer expired"},
            new String[] {"Authorization: Basic dXNlcjp4"},
            new String[] {"Authorization: Bearer a", "Authorization: Bearer b"})) {
      counts.asked.clear();
      counts.left.clear();
      var answer = send(parts[0], parts[1], headers);
      assertThat(counts.asked).containsExactly("anonymous 127.0.0.1");
      assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"anonymous\";q=300;w=60");
      assertThat(answer.header("RateLimit")).isEqualTo("\"anonymous\";r=299;t=12");
    }
  }

  @Test
  void whoeverHasSignedInIsCountedAsAUserAlsoWhereNobodyNeedTo() {
    var user = "user " + DemoServer.USER.value();
    for (var target : List.of("/v1/things", "/v1/things/mine", "/v1/nothing", "/v1/broken")) {
      counts.asked.clear();
      assertThat(get(target, DemoServer.TOKEN).header("RateLimit")).startsWith("\"user\";r=");
      assertThat(counts.asked).containsExactly(user);
    }
  }

  @Test
  void whatBooksAndWhatChangesVenuesIsCountedTwice() {
    var booking = send("POST", "/v1/bookings", DemoServer.TOKEN);
    assertThat(booking.header("RateLimit-Policy"))
        .isEqualTo("\"user\";q=6000;w=60, \"booking\";q=1200;w=60");
    assertThat(booking.header("RateLimit"))
        .isEqualTo("\"user\";r=5999;t=12, \"booking\";r=1199;t=12");
    var venue = send("DELETE", "/v1/things/" + ID, DemoServer.ADMIN);
    assertThat(venue.header("RateLimit")).isEqualTo("\"user\";r=5998;t=12, \"venue\";r=599;t=12");
    assertThat(counts.asked).allMatch(key -> key.endsWith(" " + DemoServer.USER.value()));
  }

  @Test
  void aSignInIsCountedByAddressWhateverTokenComesWithIt() {
    send("POST", "/v1/auth/login");
    send("POST", "/v1/auth/login", DemoServer.TOKEN);
    assertThat(counts.asked)
        .containsExactly(
            "anonymous 127.0.0.1",
            "login 127.0.0.1",
            "user " + DemoServer.USER.value(),
            "login 127.0.0.1");
  }

  @Test
  void healthIsNeverCounted() {
    for (var headers : List.of(new String[] {}, new String[] {"Authorization: Bearer wrong"})) {
      assertThat(get("/health/live", headers).headers().toString())
          .doesNotContainIgnoringCase("ratelimit");
    }
    assertThat(counts.asked).isEmpty();
  }

  @Test
  void aboveTheLimitItIs429WithATimeToComeBack() {
    counts.left.put("anonymous", 0L);
    for (var target : List.of("/v1/things", "/v1/nothing", "/v1/things/mine")) {
      var answer = get(target);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.code()).isEqualTo("rate-limited");
      assertThat(answer.json().path("retryable").booleanValue()).isTrue();
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("Retry-After")).isEqualTo("12");
      assertThat(answer.header("RateLimit")).isEqualTo("\"anonymous\";r=0;t=12");
      assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"anonymous\";q=300;w=60");
    }
    assertThat(get("/v1/things", "Authorization: Bearer wrong").status()).isEqualTo(429);
    assertThat(get("/v1/things", DemoServer.TOKEN).status()).isEqualTo(200);
  }

  @Test
  void whoeverIsRefusedAsACallerIsNotCountedFurther() {
    counts.left.put("user", 0L);
    var answer = send("POST", "/v1/bookings", DemoServer.TOKEN);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"user\";q=6000;w=60");
    assertThat(counts.asked).containsExactly("user " + DemoServer.USER.value());
  }

  @Test
  void headIsCountedLikeGet() {
    assertThat(send("HEAD", "/v1/things?limit=1").header("RateLimit"))
        .isEqualTo("\"anonymous\";r=299;t=12");
  }

  @Test
  void withoutLimitsNothingIsSaid() {
    try (var free = new DemoServer(List.of())) {
      assertThat(Wire.get(free.port(), "/v1/things").headers().toString())
          .doesNotContainIgnoringCase("ratelimit");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2:0:0:0:1, 2001:db8:1:2::/64",
    "2001:db8:1:3:0:0:0:1, 2001:db8:1:3::/64",
    "0:0:0:0:0:0:0:1, 0:0:0:0::/64",
    ", unknown",
  })
  void aClientIsAnAddressOrANetworkOf64Bits(@Nullable String address, String client) {
    assertThat(ClientAddress.network(address)).isEqualTo(client);
  }

  private static Actor booker() {
    return new Actor(
        DemoServer.USER, Role.USER, null, new Actor.Origin("request", "127.0.0.1", null));
  }

  @Test
  void oneOfManyBookingsWaitsForTheNextWindowInsteadOfBeingRefused() {
    counts.left.put("booking", 0L);
    StepVerifier.withVirtualTime(
            () ->
                limits
                    .passBooking(booker())
                    .doOnSubscribe(
                        _ ->
                            Mono.delay(Duration.ofSeconds(10))
                                .subscribe(_ -> counts.left.put("booking", 1_000L))))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(11_000))
        .thenAwait(Duration.ofMillis(1))
        .verifyComplete();
  }

  @Test
  void halfOfTheBookingsGoAtOnceAndTheRestIsSpreadOverTheWindow() {
    counts.left.put("booking", 601L);
    StepVerifier.create(limits.passBooking(booker())).verifyComplete();
    counts.left.put("booking", 550L); // 549 more in 11 s
    StepVerifier.withVirtualTime(() -> limits.passBooking(booker()))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(19))
        .thenAwait(Duration.ofMillis(2))
        .verifyComplete();
  }
}
