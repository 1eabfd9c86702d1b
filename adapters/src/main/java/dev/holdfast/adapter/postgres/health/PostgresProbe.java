package dev.holdfast.adapter.postgres.health;

import dev.holdfast.health.port.Probe;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import reactor.core.publisher.Mono;

/**
 * Asks PostgreSQL whether it is there, on a connection opened for the question: a pool that is
 * fully at work says nothing about the server. Must not be cancelled half-way.
 */
public final class PostgresProbe implements Probe {
  private final PostgresqlConnectionFactory unpooled;

  public PostgresProbe(PostgresqlConnectionFactory unpooled) {
    this.unpooled = unpooled;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public boolean isVital() {
    return true;
  }

  @Override
  public Mono<Boolean> isUp() {
    return Mono.usingWhen(unpooled.create(), PostgresProbe::answers, PostgresqlConnection::close);
  }

  private static Mono<Boolean> answers(PostgresqlConnection connection) {
    return connection
        .createStatement("SELECT 1")
        .execute()
        .concatMap(result -> result.map((_, _) -> true))
        .then(Mono.just(true));
  }
}
