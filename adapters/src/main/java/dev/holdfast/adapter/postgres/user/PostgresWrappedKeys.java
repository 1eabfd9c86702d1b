package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import dev.holdfast.user.port.WrappedKeys;
import java.util.Base64;
import reactor.core.publisher.Mono;

/** The data keys of persons, each in the person's own row. Without PostgreSQL this fails. */
public final class PostgresWrappedKeys implements WrappedKeys {
  private static final String FIND =
      "SELECT data_key FROM users WHERE id = $1 AND data_key IS NOT NULL";

  private final Database database;

  public PostgresWrappedKeys(Database database) {
    this.database = database;
  }

  @Override
  public Mono<WrappedKey> find(UserId user) {
    return database.read(
        connection ->
            Sql.on(connection, FIND)
                .bind(user.value())
                .one(row -> Column.of(row, "data_key", byte[].class))
                .map(Base64.getEncoder()::encodeToString)
                .map(WrappedKey::new));
  }
}
