package dev.holdfast.load.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL 18 of one's own that keeps its promises: fsync and synchronous_commit are on. */
public final class Postgres implements AutoCloseable {
  /** The database that the server uses. */
  public static final String HOLDFAST = "holdfast";

  private final Path data;
  private final Path log;
  private final EmbeddedPostgres server;

  Postgres(Path home) {
    this.data = home.resolve("data");
    this.log = home.resolve("log").resolve("postgresql.log");
    try {
      server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(home.toFile())
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setPGStartupWait(Duration.ofMinutes(1))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "200")
              // As in compose.yaml.
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("effective_cache_size", "768MB")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("timezone", "UTC")
              .setServerConfig("logging_collector", "on")
              .setServerConfig("log_directory", home.resolve("log").toString())
              .setServerConfig("log_filename", "postgresql.log")
              .setServerConfig("log_rotation_age", "0")
              .setServerConfig("log_rotation_size", "0")
              .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
              .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
    execute("postgres", "CREATE DATABASE " + HOLDFAST);
  }

  /** As the server takes it. */
  String url(String database) {
    return "postgresql://postgres:postgres@127.0.0.1:%d/%s".formatted(server.getPort(), database);
  }

  /** A connection of one's own to the server's database. */
  public Connection connect() throws SQLException {
    return connect(HOLDFAST);
  }

  /** A connection of one's own. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&password=postgres"
            .formatted(server.getPort(), database));
  }

  /** Runs statements one by one. */
  public void execute(String database, String... statements) {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  /** The number that a query answers. */
  public long number(String query) {
    return Long.parseLong(text(query));
  }

  /** The text that a query answers. */
  public String text(String query) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** A second database with the same content; nobody may be connected to the first. */
  public void copy(String from, String to) {
    execute("postgres", "CREATE DATABASE " + to + " TEMPLATE " + from + " STRATEGY FILE_COPY");
  }

  /** How often something stands in the log. */
  public long logged(String text) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the first process, the parent of all others. */
  long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
