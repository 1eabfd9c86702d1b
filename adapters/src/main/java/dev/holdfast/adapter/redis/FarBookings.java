package dev.holdfast.adapter.redis;

import dev.holdfast.booking.BookingFacts;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bookings in Redis, under {@code booking:{id}}: a hash of {@code version} and {@code facts}, the
 * latter missing where a version has only been announced. Scripts keep an older version from
 * replacing a newer one.
 */
final class FarBookings {
  private static final Script PUT =
      new Script(
          """
          local known = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
          if tonumber(ARGV[1]) < known then return 0 end
          redis.call('HSET', KEYS[1], 'version', ARGV[1], 'facts', ARGV[3])
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          return 1
          """);

  private static final Script ANNOUNCE =
      new Script(
          """
          local known = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
          if tonumber(ARGV[1]) <= known then return 0 end
          redis.call('HDEL', KEYS[1], 'facts')
          redis.call('HSET', KEYS[1], 'version', ARGV[1])
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          return 1
          """);

  private final RedisConnection redis;
  private final JsonMapper json;
  private final ObjectReader reader;
  private final String ttlMillis;

  FarBookings(RedisConnection redis, JsonMapper json, Duration ttl) {
    this.redis = redis;
    this.json = json;
    reader =
        json.readerFor(BookingFacts.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    ttlMillis = Long.toString(ttl.toMillis());
  }

  /** The booking, or empty when it is not here, or is in a form that this version cannot read. */
  Mono<BookingFacts> find(UUID id) {
    return redis.run(commands -> commands.hget(key(id), "facts")).flatMap(this::read);
  }

  private Mono<BookingFacts> read(String text) {
    try {
      return Mono.just(reader.readValue(text));
    } catch (JacksonException _) {
      return Mono.empty();
    }
  }

  Mono<Void> put(BookingFacts facts) {
    return redis.run(
        commands ->
            PUT.run(
                commands,
                key(facts.id()),
                Long.toString(facts.version()),
                ttlMillis,
                json.writeValueAsString(facts)));
  }

  Mono<Void> announce(UUID id, long version) {
    return redis.run(
        commands -> ANNOUNCE.run(commands, key(id), Long.toString(version), ttlMillis));
  }

  private static String key(UUID id) {
    return "booking:" + id;
  }

  /** A script that is sent by its digest, and in full where that is not known yet. */
  private record Script(String text, String digest) {
    Script(String text) {
      this(text, sha1(text));
    }

    Mono<Void> run(
        RedisReactiveCommands<String, String> commands, String key, String... arguments) {
      String[] keys = {key};
      return commands
          .<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, arguments)
          .onErrorResume(
              RedisNoScriptException.class,
              _ -> commands.eval(text, ScriptOutputType.INTEGER, keys, arguments))
          .then();
    }

    private static String sha1(String text) {
      try {
        var sha1 = MessageDigest.getInstance("SHA-1");
        return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
