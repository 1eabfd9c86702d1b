package dev.holdfast.adapter.mongo;

import dev.holdfast.health.port.Probe;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** Asks MongoDB whether it is there. */
public final class MongoProbe implements Probe {
  private final MongoConnection mongo;

  public MongoProbe(MongoConnection mongo) {
    this.mongo = mongo;
  }

  @Override
  public String name() {
    return "mongodb";
  }

  @Override
  public Mono<Boolean> isUp() {
    return MongoConnection.first(mongo.database().runCommand(new Document("ping", 1)))
        .thenReturn(true);
  }
}
