package dev.holdfast.adapter.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One statement on a connection. Values are bound to {@code $1}, {@code $2} …, never spliced in.
 */
public final class Sql {
  private final Statement statement;
  private int bound;

  private Sql(Statement statement) {
    this.statement = statement;
  }

  /** Prepares a statement. */
  public static Sql on(Connection connection, String sql) {
    return new Sql(connection.createStatement(sql));
  }

  /** Binds the next parameter. */
  public Sql bind(Object value) {
    statement.bind(bound++, value);
    return this;
  }

  /** Binds the next parameter, which may be absent. */
  public <T> Sql bindNullable(@Nullable T value, Class<T> type) {
    if (value == null) {
      statement.bindNull(bound++, type);
    } else {
      statement.bind(bound++, value);
    }
    return this;
  }

  /** All rows, in order. The statement must bound how many there are. */
  public <T> Mono<List<T>> list(Function<Readable, T> row) {
    return Flux.from(statement.execute())
        .concatMap(result -> result.map(readable -> row.apply(readable)))
        .collectList();
  }

  /** The only row, or empty. The statement must not answer more than one. */
  public <T> Mono<T> one(Function<Readable, T> row) {
    return list(row).flatMap(rows -> rows.isEmpty() ? Mono.empty() : Mono.just(rows.getFirst()));
  }

  /** How many rows were changed. */
  public Mono<Long> count() {
    return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated).reduce(0L, Long::sum);
  }
}
