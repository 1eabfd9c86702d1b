package dev.holdfast.adapter.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of access tokens, one of which signs at any instant: the last that has begun. The others
 * are either still to sign, and published so that everyone knows them in time, or do so no more,
 * and stay for as long as tokens of theirs may be about. Immutable.
 */
final class KeyRing {
  private final List<SigningKey> keys;

  /**
   * @throws IllegalArgumentException when it would be unclear, or at some time impossible, who
   *     signs; the message goes behind the name of the file
   */
  KeyRing(List<SigningKey> keys) {
    this.keys = keys.stream().sorted(Comparator.comparing(SigningKey::from)).toList();
    var kids = new HashSet<String>();
    for (var key : keys) {
      if (!kids.add(key.kid())) {
        throw new IllegalArgumentException("holds two keys named " + key.kid());
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("holds no key");
    }
    if (newest().until().isBefore(Instant.MAX)) {
      throw new IllegalArgumentException(
          "must not let its newest key end (exp), as none would sign after it");
    }
  }

  SigningKey newest() {
    return keys.getLast();
  }

  /** Those that have not ended, oldest first. */
  List<SigningKey> alive(Instant now) {
    return keys.stream().filter(key -> now.isBefore(key.until())).toList();
  }

  SigningKey signing(Instant now) {
    var signing = newest();
    for (var key : keys.reversed()) {
      if (now.isBefore(key.until())) {
        signing = key;
        if (!now.isBefore(key.from())) {
          break;
        }
      }
    }
    return signing;
  }

  /** The key of this name, also one that is yet to sign or has ended. */
  @Nullable SigningKey find(@Nullable String kid) {
    for (var key : keys) {
      if (key.kid().equals(kid)) {
        return key;
      }
    }
    return null;
  }

  /** A JSON Web Key Set of public keys: all that have not ended. */
  String published(Instant now) {
    return new JWKSet(alive(now).stream().<JWK>map(SigningKey::publicKey).toList()).toString();
  }
}
