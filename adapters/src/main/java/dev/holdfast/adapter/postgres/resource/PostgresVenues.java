package dev.holdfast.adapter.postgres.resource;

import static dev.holdfast.adapter.postgres.Column.utc;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.resource.ResourceRejection.Flaw;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueFacts;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Venues in PostgreSQL. Every change is one transaction with its event.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresVenues implements Venues {
  private static final String FIND =
      "SELECT " + VenueRows.COLUMNS + " FROM venues v WHERE v.venue_id = $1";

  private static final String LIST =
      "SELECT "
          + VenueRows.COLUMNS
          + """
          FROM venues v
          WHERE $1::uuid IS NULL OR v.venue_id < $1
          ORDER BY v.venue_id DESC
          LIMIT $2
          """;

  private static final String ADD =
      """
      INSERT INTO venues
        (venue_id, name, time_zone, currency, hold_ttl_seconds, cancellation_policy, staff, version,
         created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  private static final String SAVE =
      """
      UPDATE venues SET name = $2, time_zone = $3, currency = $4, hold_ttl_seconds = $5,
        cancellation_policy = $6, staff = $7, version = $8, created_at = $9, updated_at = $10
      WHERE venue_id = $1 AND version = $8 - 1
      """;

  private final Database database;
  private final EventJournal journal;
  private final PolicyJson policies;
  private final VenueRows rows;

  public PostgresVenues(Database database, EventJournal journal, PolicyJson policies) {
    this.database = database;
    this.journal = journal;
    this.policies = policies;
    this.rows = new VenueRows(policies);
  }

  /** What the log keeps: the public form, and who manages it. */
  private record Logged(@JsonUnwrapped VenueFacts venue, List<UUID> staff) {
    static Logged of(Venue venue) {
      return new Logged(
          VenueFacts.of(venue), venue.staff().stream().map(UserId::value).sorted().toList());
    }
  }

  @Override
  public Mono<Venue> find(VenueId id) {
    return database.read(connection -> Sql.on(connection, FIND).bind(id.value()).one(rows::read));
  }

  @Override
  public Mono<Set<VenueId>> managedBy(UserId user) {
    return database
        .read(
            connection ->
                Sql.on(connection, "SELECT venue_id FROM venues WHERE staff @> ARRAY[$1]")
                    .bind(user.value())
                    .list(row -> new VenueId(Column.uuid(row, "venue_id"))))
        .map(Set::copyOf);
  }

  @Override
  public Mono<Page<Venue>> list(Page.Request page) {
    return pieces().list(page);
  }

  @Override
  public Flux<Venue> all() {
    return pieces().all();
  }

  private Pieces<Venue> pieces() {
    return new Pieces<>(this::piece, venue -> venue.id().value());
  }

  private Mono<List<Venue>> piece(@Nullable UUID after, int limit) {
    return database.read(
        connection ->
            Sql.on(connection, LIST).bindNullable(after, UUID.class).bind(limit).list(rows::read));
  }

  @Override
  public Mono<Venue> add(VenueCreated created, Actor actor) {
    return database.write(
        connection ->
            bound(connection, ADD, created.venue())
                .count()
                .then(log(connection, created, "venue.created", actor)));
  }

  @Override
  public Mono<Venue> save(VenueChanged changed, Actor actor) {
    return database.write(
        connection ->
            Sql.on(connection, "SELECT version, currency FROM venues WHERE venue_id = $1")
                .bind(changed.venue().id().value())
                .one(row -> new Before(Column.number(row, "version"), Column.text(row, "currency")))
                .defaultIfEmpty(Before.NOTHING)
                .flatMap(before -> replace(connection, changed, before, actor)));
  }

  /** What there is before a change, read before anything is written (see {@link EventJournal}). */
  private record Before(long version, String currency) {
    static final Before NOTHING = new Before(0, "");
  }

  private Mono<Venue> replace(
      Connection connection, VenueChanged changed, Before before, Actor actor) {
    var venue = changed.venue();
    if (before.version() != venue.version() - 1) {
      return mismatch(before);
    }
    var sameCurrency = before.currency().equals(venue.currency().getCurrencyCode());
    return bound(connection, SAVE, venue)
        .count()
        .flatMap(count -> count == 0 ? mismatch(before) : Mono.just(venue))
        .flatMap(_ -> sameCurrency ? Mono.just(venue) : requireNoPrice(connection, venue))
        .then(log(connection, changed, "venue.changed", actor));
  }

  private static Mono<Venue> mismatch(Before before) {
    return Mono.error(() -> new RejectedException(new VersionMismatch(before.version())));
  }

  /** Prices are kept as bare numbers, in the currency of the venue. */
  private static Mono<Venue> requireNoPrice(Connection connection, Venue venue) {
    return Sql.on(
            connection,
            "SELECT 1 FROM resources WHERE venue_id = $1 AND price_amount IS NOT NULL LIMIT 1")
        .bind(venue.id().value())
        .one(_ -> true)
        .flatMap(
            _ ->
                Mono.<Venue>error(
                    () ->
                        new RejectedException(
                            new Inconsistent(
                                List.of(
                                    new Flaw(
                                        "/currency",
                                        "cannot change while resources have prices"))))))
        .defaultIfEmpty(venue);
  }

  private Sql bound(Connection connection, String sql, Venue venue) {
    return Sql.on(connection, sql)
        .bind(venue.id().value())
        .bind(venue.name())
        .bind(venue.timeZone().getId())
        .bind(venue.currency().getCurrencyCode())
        .bind(venue.holdTtl().toSeconds())
        .bind(policies.write(venue.cancellationPolicy()))
        .bind(venue.staff().stream().map(UserId::value).sorted().toArray(UUID[]::new))
        .bind(venue.version())
        .bind(utc(venue.createdAt()))
        .bind(utc(venue.updatedAt()));
  }

  private Mono<Venue> log(Connection connection, VenueEvent event, String type, Actor actor) {
    var venue = event.venue();
    return Mono.defer(
            () ->
                journal.append(
                    connection,
                    new EventJournal.Entry(
                        venue.id().value(),
                        "venue",
                        venue.id().value(),
                        venue.version(),
                        type,
                        Logged.of(venue),
                        event.at()),
                    actor))
        .thenReturn(venue);
  }
}
