package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.resource.port.Managers;
import dev.holdfast.shared.UserId;
import reactor.core.publisher.Mono;

/**
 * Who is a manager, as the table of users has it.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresManagers implements Managers {
  private final Database database;

  public PostgresManagers(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Boolean> isManager(UserId user) {
    return database
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT 1 FROM users WHERE id = $1 AND role = 'MANAGER' AND is_active")
                    .bind(user.value())
                    .one(_ -> true))
        .defaultIfEmpty(false);
  }
}
