package dev.holdfast.adapter.redis;

import dev.holdfast.shared.limit.KnownPlaces;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;

/**
 * Known places in Redis, under {@code place:{HMAC-SHA-256 of account and place}}: whoever reads
 * Redis learns neither who has an account nor where they live.
 */
public final class RedisPlaces implements KnownPlaces {
  private static final String ALGORITHM = "HmacSHA256";

  private final RedisConnection redis;
  private final SecretKeySpec key;

  /**
   * @param key 32 bytes, the same on all nodes
   */
  public RedisPlaces(RedisConnection redis, byte[] key) {
    this.redis = redis;
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  @Override
  public Mono<Boolean> isKnown(String account, String place) {
    return redis
        .run(commands -> commands.exists(name(account, place)))
        .map(found -> found > 0)
        .onErrorReturn(false);
  }

  @Override
  public Mono<Void> note(String account, String place) {
    return redis
        .run(commands -> commands.set(name(account, place), "", SetArgs.Builder.ex(MEMORY)))
        .onErrorComplete()
        .then();
  }

  private String name(String account, String place) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      var hash = mac.doFinal((account + ' ' + place).getBytes(StandardCharsets.UTF_8));
      return "place:" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks " + ALGORITHM, e);
    }
  }
}
