package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.adapter.security.SigningKeyFile;
import dev.holdfast.adapter.security.SigningKeys;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The key of access tokens is replaced while people sign in, refresh and ask. */
class KeyRotationIT {
  private static final int CLIENTS = 6;
  private static final int ASKS = 5;
  private static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final RunningHoldfast HOLDFAST = RunningHoldfast.start();

  private final WebClient web = WebClient.create("http://127.0.0.1:" + HOLDFAST.port());
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  /** Fails at the first answer that is not as it should be, a 401 above all. */
  @Test
  void nobodyNoticesThatTheKeyIsReplaced() {
    var old = published();
    // As the command does, ten minutes ago, so that the key is to begin in a moment.
    var from =
        SigningKeyFile.add(
            HOLDFAST.secrets(), "EdDSA", Instant.now().plusSeconds(3).minus(PUBLISHED_BEFORE));
    HOLDFAST.bean(SigningKeys.class).reread().block(PATIENCE);
    assertThat(published()).hasSize(2).containsAll(old);
    assertThat(Instant.now()).isBefore(from);

    var end = from.plusSeconds(2);
    var rounds = Flux.range(0, CLIENTS).flatMap(_ -> client(end), CLIENTS).count().block(PATIENCE);
    assertThat(rounds).isGreaterThan(CLIENTS);
    assertThat(used).containsExactlyInAnyOrderElementsOf(published()).hasSize(2);
  }

  /** Signs in, and then refreshes and asks until the time has come. */
  private Flux<JsonNode> client(Instant end) {
    return tokens("/v1/auth/login", logIn())
        .expand(
            pair ->
                Instant.now().isBefore(end)
                    ? asks(pair).then(tokens("/v1/auth/refresh", refresh(pair)))
                    : Mono.empty());
  }

  private static Map<String, String> logIn() {
    return Map.of("email", "user@holdfast.test", "password", DemoData.PASSWORD);
  }

  private static Map<String, String> refresh(JsonNode pair) {
    return Map.of("refreshToken", pair.path("refreshToken").asString());
  }

  private Mono<JsonNode> tokens(String uri, Map<String, String> body) {
    return web.post()
        .uri(uri)
        .bodyValue(body)
        .retrieve()
        .bodyToMono(byte[].class)
        .map(RunningHoldfast::json)
        .doOnNext(pair -> used.add(kid(access(pair))));
  }

  private Mono<Void> asks(JsonNode pair) {
    return Flux.range(0, ASKS)
        .concatMap(
            _ ->
                web.get()
                    .uri("/v1/users/me")
                    .headers(headers -> headers.setBearerAuth(access(pair)))
                    .retrieve()
                    .toBodilessEntity())
        .then();
  }

  private static String access(JsonNode pair) {
    return pair.path("accessToken").asString();
  }

  private static String kid(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Collection<String> published() {
    var keys =
        json(HOLDFAST.client().get().uri("/.well-known/jwks.json").exchange().expectStatus().isOk())
            .path("keys");
    return List.copyOf(keys.valueStream().map(key -> key.path("kid").asString()).toList());
  }
}
