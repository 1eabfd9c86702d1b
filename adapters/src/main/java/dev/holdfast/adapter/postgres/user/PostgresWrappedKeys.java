package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import dev.holdfast.user.port.WrappedKeys;
import io.r2dbc.spi.Readable;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The data keys of persons, each in the person's own row. Without PostgreSQL this fails. */
public final class PostgresWrappedKeys implements WrappedKeys {
  private static final String FIND =
      "SELECT data_key FROM users WHERE id = $1 AND data_key IS NOT NULL";

  private static final String LIST =
      """
      SELECT id, data_key FROM users
      WHERE data_key IS NOT NULL AND ($1::uuid IS NULL OR id < $1)
      ORDER BY id DESC
      LIMIT $2
      """;

  private static final String REPLACE =
      "UPDATE users SET data_key = $3 WHERE id = $1 AND data_key = $2";

  private final Database database;

  public PostgresWrappedKeys(Database database) {
    this.database = database;
  }

  @Override
  public Mono<WrappedKey> find(UserId user) {
    return database.read(
        connection ->
            Sql.on(connection, FIND).bind(user.value()).one(PostgresWrappedKeys::wrapped));
  }

  @Override
  public Flux<Kept> all() {
    return new Pieces<Kept>(this::piece, kept -> kept.user().value()).all();
  }

  private Mono<List<Kept>> piece(@Nullable UUID after, int limit) {
    return database.read(
        connection ->
            Sql.on(connection, LIST)
                .bindNullable(after, UUID.class)
                .bind(limit)
                .list(row -> new Kept(new UserId(Column.uuid(row, "id")), wrapped(row))));
  }

  @Override
  public Mono<Boolean> replace(Kept kept, WrappedKey by) {
    return database
        .write(
            connection ->
                Sql.on(connection, REPLACE)
                    .bind(kept.user().value())
                    .bind(bytes(kept.key()))
                    .bind(bytes(by))
                    .count())
        .map(count -> count > 0);
  }

  private static WrappedKey wrapped(Readable row) {
    return new WrappedKey(
        Base64.getEncoder().encodeToString(Column.of(row, "data_key", byte[].class)));
  }

  private static byte[] bytes(WrappedKey key) {
    return Base64.getDecoder().decode(key.base64());
  }
}
