package dev.holdfast.adapter.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * How MongoDB is spoken to: every wait is short, and what is acknowledged is on disk with a
 * majority. Opening it waits for nothing; the driver goes on looking for the server by itself.
 */
public final class MongoConnection implements AutoCloseable {
  private static final String DATABASE = "holdfast";
  private static final Duration OPERATION = Duration.ofSeconds(5);

  /** How long an answer is waited for: an operation, and its wait for a thread. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private final MongoClient client;
  private final MongoDatabase database;

  /**
   * @param url {@code mongodb://host:27017/database}
   */
  public MongoConnection(String url) {
    var string = new ConnectionString(url);
    client = MongoClients.create(settings(string));
    var named = string.getDatabase();
    database = client.getDatabase(named == null ? DATABASE : named);
  }

  private static MongoClientSettings settings(ConnectionString url) {
    return MongoClientSettings.builder()
        .applyConnectionString(url)
        .applicationName("holdfast")
        .applyToClusterSettings(c -> c.serverSelectionTimeout(2, TimeUnit.SECONDS))
        .applyToConnectionPoolSettings(
            p ->
                p.maxSize(20)
                    .maxWaitTime(2, TimeUnit.SECONDS)
                    .maxConnectionIdleTime(5, TimeUnit.MINUTES))
        .applyToSocketSettings(s -> s.connectTimeout(2, TimeUnit.SECONDS))
        .timeout(OPERATION.toMillis(), TimeUnit.MILLISECONDS)
        .retryWrites(true)
        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
        .build();
  }

  MongoDatabase database() {
    return database;
  }

  /**
   * What the driver answers. Asked for on a thread that may wait: the driver guards its pool with
   * locks, and keeps to itself what goes wrong while it takes one, so that nobody would ever hear.
   */
  static <T> Flux<T> all(Publisher<T> answers) {
    return Flux.from(answers).subscribeOn(Schedulers.boundedElastic());
  }

  /** As {@link #all}, for one answer or none. */
  static <T> Mono<T> first(Publisher<T> answer) {
    return Mono.from(answer).subscribeOn(Schedulers.boundedElastic()).timeout(PATIENCE);
  }

  /** As {@link #all}, for so few that they are all had at once. */
  static <T> Mono<List<T>> few(Publisher<T> answers) {
    return all(answers).collectList().timeout(PATIENCE);
  }

  @Override
  public void close() {
    client.close();
  }
}
