package dev.holdfast.load;

import dev.holdfast.load.stack.Postgres;
import dev.holdfast.load.stack.Slots;
import dev.holdfast.load.stack.Stack;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.PGConnection;

/**
 * What a plain program does to the same tables: on each connection one booking after the other,
 * each one statement that is prepared once and is its own transaction.
 */
final class JdbcBookings {
  private static final String BOOK =
      """
      WITH booking AS (
        INSERT INTO bookings (venue_id, id, user_id, status, total_amount, currency, awaiting,
          cancellation_policy, version, created_at, updated_at)
        VALUES (?, ?, ?, 'CONFIRMED', ?, 'EUR', '{}', ?::jsonb, 1, now(), now())),
      item AS (
        INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at, end_at,
          occupied, price, status)
        VALUES (?, ?, ?, ?, 1, ?, ?, tstzrange(?, ?, '[)'), ?, 'CONFIRMED'))
      INSERT INTO events (venue_id, aggregate_type, aggregate_id, version, type, data, metadata,
        occurred_at)
      VALUES (?, 'booking', ?, 1, 'booking.created', ?::json, ?::json, now())
      """;

  private final Postgres postgres;
  private final String database;
  private final Slots slots;
  private final UUID venue;
  private final UUID user;
  private final BigDecimal price = new BigDecimal("6.00");
  private final String policy;
  private final String data;
  private final String metadata;

  JdbcBookings(Stack stack, String database) throws SQLException {
    this.postgres = stack.postgres();
    this.database = database;
    this.slots = stack.slots();
    this.venue = stack.venue();
    this.user = stack.accounts().getFirst().id();
    // What the server writes, so that both write as much.
    try (var connection = postgres.connect(database);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT cancellation_policy::text, data::text, metadata::text
                FROM bookings JOIN events ON aggregate_id = id LIMIT 1
                """)) {
      rows.next();
      policy = rows.getString(1);
      data = rows.getString(2);
      metadata = rows.getString(3);
    }
  }

  /** Books as fast as it goes, and answers how many there were. */
  long run(int connections, Duration duration) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + duration.toNanos();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var counts = new ArrayList<Future<Long>>();
      for (int thread = 0; thread < connections; thread++) {
        counts.add(threads.submit(() -> bookUntil(end)));
      }
      long all = 0;
      for (var count : counts) {
        all += count.get();
      }
      return all;
    }
  }

  private long bookUntil(long end) throws SQLException {
    try (var connection = postgres.connect(database);
        var statement = prepared(connection)) {
      long count = 0;
      while (System.nanoTime() < end) {
        book(statement);
        count++;
      }
      return count;
    }
  }

  private static PreparedStatement prepared(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(1);
    return connection.prepareStatement(BOOK);
  }

  private void book(PreparedStatement statement) throws SQLException {
    long slot = slots.take();
    var start = slots.start(slot).atOffset(ZoneOffset.UTC);
    var end = slots.end(slot).atOffset(ZoneOffset.UTC);
    var booking = nextId();
    int at = 1;
    for (Object value :
        new Object[] {
          venue,
          booking,
          user,
          price,
          policy,
          venue,
          booking,
          nextId(),
          slots.resource(slot),
          start,
          end,
          start,
          end,
          price,
          venue,
          booking,
          data,
          metadata
        }) {
      set(statement, at++, value);
    }
    statement.executeUpdate();
  }

  private static void set(PreparedStatement statement, int at, Object value) throws SQLException {
    switch (value) {
      case String text -> statement.setString(at, text);
      case BigDecimal number -> statement.setBigDecimal(at, number);
      case OffsetDateTime time -> statement.setObject(at, time);
      default -> statement.setObject(at, value);
    }
  }

  /** A UUIDv7, as the server makes them. */
  private static UUID nextId() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        Instant.now().toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
  }
}
