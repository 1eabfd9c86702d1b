package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import dev.holdfast.shared.limit.Standing;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

class ShortWayTest {
  private static final UUID AT_HAND = Ids.next();
  private static final String PATH = "/v1/bookings/" + AT_HAND;
  private static final String TOKEN = "known.token";
  private static final UserId OWNER = UserId.next();
  private static final int LONG_WAY = 418;
  private static final String APP = "https://app.example.com";

  private final List<Long> watched = new CopyOnWriteArrayList<>();
  private final List<String> counted = new CopyOnWriteArrayList<>();
  private volatile boolean mustWait;
  private final ShortWay way =
      new ShortWay(
          "/v1/bookings/",
          (id, actor) ->
              id.equals(AT_HAND) && actor.is(OWNER)
                  ? Optional.of(new ShortWay.Answer(Map.of("at", "hand"), 7))
                  : Optional.empty(),
          new OneCaller(),
          new RequestLimits(new OneAnswer(), RequestLimitsTest.NOWHERE, RequestLimitsTest.POLICIES),
          watched::add);
  private final DisposableServer server =
      new Cors(List.of(APP))
          .customize(HttpServer.create().host("127.0.0.1").port(0))
          .route(
              routes -> {
                way.inFrontOf((_, response) -> response.status(LONG_WAY).send(), routes);
                routes.route(_ -> true, (_, response) -> response.status(LONG_WAY).send());
              })
          .bindNow();

  @AfterEach
  void stop() {
    server.disposeNow();
  }

  private static final class OneCaller implements Callers {
    @Override
    public Mono<Actor> authenticate(String token, Actor.Origin origin) {
      throw new AssertionError("only the long way may ask");
    }

    @Override
    public Optional<Actor> remembered(String token, Actor.Origin origin) {
      return token.equals(TOKEN)
          ? Optional.of(new Actor(OWNER, Role.USER, Ids.next(), origin))
          : Optional.empty();
    }
  }

  /** What is known at once. */
  private final class OneAnswer implements RateLimits {
    @Override
    public Mono<Standing> take(RateLimit limit, String key) {
      throw new AssertionError("only the long way may wait");
    }

    @Override
    public @Nullable Standing takeAtOnce(RateLimit limit, String key) {
      counted.add(limit.name() + " " + key);
      return mustWait ? null : new Standing(limit, true, 41, Duration.ofMillis(1_500));
    }
  }

  private record Got(int status, Map<String, String> headers, String body) {}

  /**
   * @param body sent where it is not empty
   */
  record Asked(HttpMethod method, String uri, Consumer<HttpHeaders> headers, String body) {}

  private static Asked get(String uri, Consumer<HttpHeaders> more) {
    return new Asked(
        HttpMethod.GET,
        uri,
        headers -> {
          headers.set("Authorization", "Bearer " + TOKEN).remove("Accept");
          more.accept(headers);
        },
        "");
  }

  private static Asked get(String uri) {
    return get(uri, _ -> {});
  }

  private Got answerTo(Asked asked) {
    return HttpClient.create()
        .port(server.port())
        .host("127.0.0.1")
        .headers(asked.headers)
        .request(asked.method)
        .uri(asked.uri)
        .send(asked.body.isEmpty() ? Mono.empty() : ByteBufFlux.fromString(Mono.just(asked.body)))
        .responseSingle(
            (response, body) ->
                body.asString()
                    .defaultIfEmpty("")
                    .map(
                        text ->
                            new Got(
                                response.status().code(),
                                response.responseHeaders().entries().stream()
                                    .collect(
                                        Collectors.toMap(
                                            header -> header.getKey().toLowerCase(Locale.ROOT),
                                            Map.Entry::getValue)),
                                text)))
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void whatIsAtHandIsAnsweredAtOnceWithTheHeadersOfEveryAnswer() {
    var got = answerTo(get(PATH, headers -> headers.set("X-Request-Id", "mine-1")));
    assertThat(watched).hasSize(1);
    assertThat(got.status).isEqualTo(200);
    assertThat(got.body).isEqualTo("{\"at\":\"hand\"}");
    assertThat(got.headers)
        .containsEntry("x-request-id", "mine-1")
        .containsEntry("etag", "\"7\"")
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", "13")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff")
        .containsKeys("content-security-policy", "strict-transport-security", "referrer-policy");
  }

  @Test
  void theAnswerSaysHowItsUserStands() {
    assertThat(answerTo(get(PATH)).headers)
        .containsEntry("ratelimit-policy", "\"user\";q=6000;w=60")
        .containsEntry("ratelimit", "\"user\";r=41;t=2");
    assertThat(counted).containsExactly("user " + OWNER.value());
  }

  @Test
  void whoMustWaitToBeCountedTakesTheLongWay() {
    mustWait = true;
    var got = answerTo(get(PATH));
    assertThat(got.status).isEqualTo(LONG_WAY);
    assertThat(got.headers).doesNotContainKeys("etag", "x-request-id", "ratelimit");
    assertThat(watched).isEmpty();
  }

  @Test
  void aWebAppOfAnAllowedOriginMayReadTheAnswerAndNoOther() {
    assertThat(answerTo(get(PATH, headers -> headers.set("Origin", APP))).headers)
        .containsEntry("access-control-allow-origin", APP)
        .containsEntry("vary", "origin")
        .containsKey("access-control-expose-headers");
    assertThat(answerTo(get(PATH, headers -> headers.set("Origin", APP + ":1"))).headers)
        .containsEntry("vary", "origin")
        .doesNotContainKeys("access-control-allow-origin", "access-control-expose-headers");
    assertThat(watched).hasSize(2);
  }

  @Test
  void oneAnswerLeavesNothingInTheNext() {
    answerTo(get(PATH, headers -> headers.set("X-Request-Id", "mine-1")));
    assertThat(answerTo(get(PATH)).headers.get("x-request-id")).hasSize(32);
  }

  @Test
  void aRequestThatAcceptsJsonIsAsGoodAsOneThatAcceptsAnything() {
    for (var accept : List.of("application/json", "*/*")) {
      assertThat(answerTo(get(PATH, headers -> headers.set("Accept", accept))).status)
          .isEqualTo(200);
    }
  }

  static Stream<Arguments> unusual() {
    return Stream.of(
        Arguments.of("no token", get(PATH, headers -> headers.remove("Authorization"))),
        Arguments.of(
            "a token not known to be good",
            get(PATH, headers -> headers.set("Authorization", "Bearer other"))),
        Arguments.of(
            "another scheme", get(PATH, headers -> headers.set("Authorization", "Basic " + TOKEN))),
        Arguments.of(
            "two tokens", get(PATH, headers -> headers.add("Authorization", "Bearer " + TOKEN))),
        Arguments.of("something not at hand", get("/v1/bookings/" + Ids.next())),
        Arguments.of("no id", get("/v1/bookings/" + "x".repeat(36))),
        Arguments.of("a longer path", get(PATH + "/history")),
        Arguments.of("another collection", get("/v1/resourcs/" + AT_HAND)),
        Arguments.of("a query", get(PATH + "?a=b")),
        Arguments.of("a condition", get(PATH, headers -> headers.set("If-None-Match", "\"7\""))),
        Arguments.of("another type", get(PATH, headers -> headers.set("Accept", "text/html"))),
        Arguments.of(
            "a choice of types",
            get(PATH, headers -> headers.set("Accept", "a/b, application/json"))),
        Arguments.of(
            "a body", new Asked(HttpMethod.GET, PATH, get(PATH).headers(), "not expected")),
        Arguments.of("DELETE", new Asked(HttpMethod.DELETE, PATH, get(PATH).headers(), "")),
        Arguments.of("HEAD", new Asked(HttpMethod.HEAD, PATH, get(PATH).headers(), "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusual")
  void everythingElseGoesTheLongWayUntouched(String what, Asked asked) {
    var got = answerTo(asked);
    assertThat(got.status).as(what).isEqualTo(LONG_WAY);
    assertThat(got.headers).doesNotContainKeys("etag", "x-request-id");
    assertThat(watched).isEmpty();
    assertThat(counted).isEmpty();
  }
}
