package dev.holdfast.adapter.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditFixtures;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.port.AuditTrailContract;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class MongoAuditTrailIT implements AuditTrailContract {
  private static final EmbeddedServers SERVERS =
      EmbeddedServers.startTemporary(Set.of(Backend.MONGODB));

  private final MongoConnection mongo =
      new MongoConnection(SERVERS.mongodbUrl().replaceFirst("[^/]+$", "test" + Ids.next()));
  private final AuditTrail trail = new MongoAuditTrail(mongo);

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  @Override
  public AuditTrail trail() {
    return trail;
  }

  @Test
  void theChainHoldsAfterAWayThroughTheStore() {
    trail.append(AuditFixtures.aChain(2)).block();
    var entries = Objects.requireNonNull(trail.all(AuditTrail.Filter.NONE).collectList().block());
    assertThat(AuditChain.follows(null, entries.get(1))).isTrue();
    assertThat(AuditChain.follows(entries.get(1), entries.get(0))).isTrue();
  }

  @Test
  void aDocumentHasTheShapeThatOthersRead() {
    var entry = AuditFixtures.aChain(1).getFirst();
    trail.append(List.of(entry)).block();
    var document =
        Objects.requireNonNull(
            Mono.from(mongo.database().getCollection("audit").find().first()).block());
    assertThat(document.getString("entityId")).isEqualTo(entry.entityId().toString());
    assertThat(document.getDate("timestamp").toInstant())
        .isEqualTo(entry.timestamp().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    assertThat(document.get("metadata", Document.class))
        .containsKeys("ip", "userAgent", "sessionId");
    assertThat(document.get("changes", Document.class)).containsKeys("status", "items");
  }

  @Test
  void theProbeFindsTheServer() {
    StepVerifier.create(new MongoProbe(mongo).isUp()).expectNext(true).verifyComplete();
  }

  @Test
  void withoutAServerEverythingIsAnOutageWithinSeconds() {
    try (var nowhere = new MongoConnection("mongodb://127.0.0.1:1/holdfast")) {
      StepVerifier.create(new MongoAuditTrail(nowhere).last())
          .expectError(OutageException.class)
          .verify(Duration.ofSeconds(6));
    }
  }
}
