package dev.holdfast.adapter.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.holdfast.shared.OutageException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The public keys of an issuer outside. They are got again when they are {@link #FRESH} old, and
 * when a token names one that is not among them, but never more often than once in {@link #PAUSE}:
 * whoever sends tokens with invented names causes no more requests than that. While the issuer
 * cannot be reached, its last keys are used until they are {@link #USABLE} old; after that nobody
 * can be let in.
 */
final class OpenIdKeys {
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration PAUSE = Duration.ofSeconds(30);
  static final Duration USABLE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(OpenIdKeys.class);

  private final Mono<String> source;
  private final InstantSource clock;
  private volatile @Nullable Known known;
  private volatile boolean isAway;
  private @Nullable Mono<Void> underWay;
  private Instant askedAt = Instant.MIN;

  /** A key, and the set it was found in. */
  record Found(OpenIdKey key, List<OpenIdKey> among) {}

  private record Known(String text, List<OpenIdKey> keys, Instant since) {}

  /**
   * @param source the key set as the issuer has it now
   */
  OpenIdKeys(Mono<String> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The keys, the same object for as long as they are the same; null while there are none. */
  @Nullable List<OpenIdKey> usable() {
    return youngerThan(USABLE).map(Known::keys).orElse(null);
  }

  private Optional<Known> youngerThan(Duration age) {
    return Optional.ofNullable(known)
        .filter(keys -> clock.instant().isBefore(keys.since.plus(age)));
  }

  /**
   * The key a token names; the issuer may be asked for it.
   *
   * @return empty when it has none; fails with {@link OutageException} while there are no keys
   */
  Mono<Found> find(JWSHeader header) {
    return Mono.defer(() -> Mono.justOrEmpty(among(usable(), header)))
        .switchIfEmpty(Mono.defer(() -> asked().then(Mono.defer(() -> amongThoseOfNow(header)))));
  }

  private Mono<Found> amongThoseOfNow(JWSHeader header) {
    var keys = usable();
    return keys == null
        ? Mono.error(
            () -> new OutageException("openid issuer", new IllegalStateException("no keys of it")))
        : Mono.justOrEmpty(among(keys, header));
  }

  private static Optional<Found> among(@Nullable List<OpenIdKey> keys, JWSHeader header) {
    return keys == null
        ? Optional.empty()
        : keys.stream()
            .filter(key -> key.isMeantBy(header))
            .findFirst()
            .map(key -> new Found(key, keys));
  }

  /** Gets the keys again, if it is time; never fails. */
  Mono<Void> refresh() {
    return Mono.defer(() -> youngerThan(FRESH).isPresent() ? Mono.empty() : asked());
  }

  /** Completes when an answer is there, the same for all who wait; at once where none is due. */
  private synchronized Mono<Void> asked() {
    if (underWay != null) {
      return underWay;
    }
    var now = clock.instant();
    if (now.isBefore(askedAt.plus(PAUSE))) {
      return Mono.empty();
    }
    askedAt = now;
    var request =
        source
            .doOnNext(this::take)
            .then()
            .onErrorResume(this::doWithout)
            .doOnTerminate(this::answered)
            .cache();
    underWay = request;
    return request;
  }

  private synchronized void answered() {
    underWay = null;
  }

  private void take(String text) {
    var before = known;
    if (before != null && before.text.equals(text)) {
      known = new Known(text, before.keys, clock.instant());
    } else {
      var keys = parse(text);
      known = new Known(text, keys, clock.instant());
      LOG.info("the issuer of access tokens has {} keys now", keys.size());
    }
    isAway = false;
  }

  private Mono<Void> doWithout(Throwable failure) {
    if (!isAway) {
      LOG.warn("the keys of the issuer of access tokens cannot be got: {}", failure.toString());
    }
    isAway = true;
    return Mono.empty();
  }

  private static List<OpenIdKey> parse(String text) {
    try {
      var entries = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text), "keys");
      if (entries == null) {
        throw new IllegalStateException("no key set");
      }
      return Stream.of(entries)
          .flatMap(entry -> jwk(entry).flatMap(OpenIdKey::of).stream())
          .toList();
    } catch (ParseException e) {
      throw new IllegalStateException("no key set", e);
    }
  }

  /** A key of a kind that is unknown to us is no reason to do without the others. */
  private static Optional<JWK> jwk(Map<String, Object> key) {
    try {
      return Optional.of(JWK.parse(key));
    } catch (ParseException | IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
