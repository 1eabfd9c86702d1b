package dev.holdfast.app;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.migrations.Migrations;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/**
 * Where PostgreSQL, Redis and MongoDB are: given by URL, or started here.
 *
 * @param embedded what was started here; absent when everything was given
 */
record Backends(
    String databaseUrl, String redisUrl, String mongodbUrl, @Nullable EmbeddedServers embedded) {

  /** Starts what no URL is given for. Blocks; belongs before everything else. */
  static Backends of(Settings settings) {
    if (settings.isProduction()) {
      ProductionRules.check(settings);
    }
    var missing = missing(settings);
    var embedded =
        missing.isEmpty()
            ? null
            : EmbeddedServers.start(
                settings.data().dir(), missing, SpringApplication.getShutdownHandlers()::add);
    return new Backends(
        orElse(settings.database().url(), embedded, EmbeddedServers::databaseUrl),
        orElse(settings.redis().url(), embedded, EmbeddedServers::redisUrl),
        orElse(settings.mongodb().url(), embedded, EmbeddedServers::mongodbUrl),
        embedded);
  }

  private static Set<Backend> missing(Settings settings) {
    var missing = EnumSet.noneOf(Backend.class);
    if (settings.database().url() == null) {
      missing.add(Backend.POSTGRESQL);
    }
    if (settings.redis().url() == null) {
      missing.add(Backend.REDIS);
    }
    if (settings.mongodb().url() == null) {
      missing.add(Backend.MONGODB);
    }
    return missing;
  }

  private static String orElse(
      @Nullable String given,
      @Nullable EmbeddedServers embedded,
      Function<EmbeddedServers, String> url) {
    if (given != null) {
      return given;
    }
    if (embedded == null) {
      throw new IllegalStateException("neither given nor embedded");
    }
    return url.apply(embedded);
  }

  /** The migrations of a database given as {@code postgresql://user:password@host:port/name}. */
  static Migrations migrations(String url) {
    var uri = URI.create(url);
    var userInfo = Stream.of(uri.getRawUserInfo().split(":", 2)).map(Backends::decode).toList();
    var port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new Migrations(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), port, uri.getPath()),
        userInfo.getFirst(),
        userInfo.size() > 1 ? userInfo.getLast() : "");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
