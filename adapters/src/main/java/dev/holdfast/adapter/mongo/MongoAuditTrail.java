package dev.holdfast.adapter.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The audit trail in the collection {@code audit}. Two unique indexes hold it together: an event
 * has one entry, and a place in the chain one taker. Needs neither sessions nor transactions, so
 * that anything which speaks MongoDB's protocol will do.
 *
 * <p>Without MongoDB everything here fails as an outage, within seconds; the trail is made up for
 * from the log later, and nothing else depends on it.
 */
public final class MongoAuditTrail implements AuditTrail {
  private static final int BATCH = 200;
  private static final Bson NEWEST_FIRST = descending(AuditDocument.SEQUENCE);
  private static final Bson OLDEST_FIRST = ascending(AuditDocument.SEQUENCE);

  private final MongoCollection<Document> entries;
  private final Mono<Boolean> indexed;

  public MongoAuditTrail(MongoConnection mongo) {
    entries = mongo.database().getCollection("audit");
    indexed = Mono.defer(this::index).cacheInvalidateIf(done -> !done);
  }

  private Mono<Boolean> index() {
    return MongoConnection.all(entries.createIndexes(indexes())).then(Mono.just(true));
  }

  private static List<IndexModel> indexes() {
    return List.of(
        new IndexModel(ascending(AuditDocument.SEQUENCE), new IndexOptions().unique(true)),
        by(AuditDocument.ENTITY_ID),
        by(AuditDocument.USER_ID),
        by(AuditDocument.ACTION),
        by(AuditDocument.ENTITY_TYPE),
        new IndexModel(ascending(AuditDocument.MICROS)));
  }

  private static IndexModel by(String field) {
    return new IndexModel(compoundIndex(ascending(field), NEWEST_FIRST));
  }

  @Override
  public Mono<AuditEntry> last() {
    return MongoConnection.first(entries.find().sort(NEWEST_FIRST).limit(1).first())
        .map(AuditDocument::read)
        .onErrorMap(MongoAuditTrail::outage);
  }

  @Override
  public Mono<Set<String>> known(Collection<String> ids) {
    return MongoConnection.few(
            entries.find(in(AuditDocument.ID, ids)).projection(new Document(AuditDocument.ID, 1)))
        .map(MongoAuditTrail::ids)
        .onErrorMap(MongoAuditTrail::outage);
  }

  private static Set<String> ids(List<Document> documents) {
    return documents.stream()
        .map(document -> document.getString(AuditDocument.ID))
        .collect(Collectors.toSet());
  }

  @Override
  public Mono<Void> append(List<AuditEntry> fresh) {
    var documents = fresh.stream().map(AuditDocument::of).toList();
    // The first entry may go into a collection that was thrown away, and its indexes with it.
    var isFirst = fresh.getFirst().sequence() == 1;
    return (isFirst ? Mono.defer(this::index) : indexed)
        .flatMap(_ -> MongoConnection.first(entries.insertMany(documents)))
        .onErrorMap(MongoAuditTrail::outage)
        .then();
  }

  @Override
  public Mono<Page<AuditEntry>> list(Filter filter, Page.Request page) {
    var after = page.after();
    var where = where(filter, after == null ? null : after.getLeastSignificantBits());
    return MongoConnection.few(entries.find(where).sort(NEWEST_FIRST).limit(page.limit() + 1))
        .map(found -> page(found.stream().map(AuditDocument::read).toList(), page.limit()))
        .onErrorMap(MongoAuditTrail::outage);
  }

  private static Page<AuditEntry> page(List<AuditEntry> found, int limit) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var items = found.subList(0, limit);
    return new Page<>(items, AuditTrail.place(items.getLast().sequence()));
  }

  // Each fetch has its own time limit: one over the whole cursor would cut a long answer short.
  @Override
  public Flux<AuditEntry> all(Filter filter) {
    return MongoConnection.all(
            entries
                .find(where(filter, null))
                .sort(NEWEST_FIRST)
                .batchSize(BATCH)
                .timeoutMode(TimeoutMode.ITERATION))
        .map(AuditDocument::read)
        .onErrorMap(MongoAuditTrail::outage);
  }

  @Override
  public Flux<AuditEntry> inOrder(long first, long last) {
    return MongoConnection.all(
            entries
                .find(and(gte(AuditDocument.SEQUENCE, first), lte(AuditDocument.SEQUENCE, last)))
                .sort(OLDEST_FIRST)
                .batchSize(BATCH)
                .timeoutMode(TimeoutMode.ITERATION))
        .map(AuditDocument::read)
        .onErrorMap(MongoAuditTrail::outage);
  }

  @Override
  public Mono<Reach> reach(@Nullable Instant from, @Nullable Instant to) {
    var where = where(new Filter(null, null, null, null, from, to), null);
    return Mono.zip(sequence(where, OLDEST_FIRST), sequence(where, NEWEST_FIRST), Reach::new)
        .onErrorMap(MongoAuditTrail::outage);
  }

  private Mono<Long> sequence(Bson where, Bson order) {
    return MongoConnection.first(
            entries
                .find(where)
                .projection(new Document(AuditDocument.SEQUENCE, 1))
                .sort(order)
                .limit(1)
                .first())
        .map(document -> document.getLong(AuditDocument.SEQUENCE));
  }

  @Override
  public Mono<Void> clear() {
    return MongoConnection.first(entries.drop()).onErrorMap(MongoAuditTrail::outage);
  }

  private static Bson where(Filter filter, @Nullable Long before) {
    var all = new ArrayList<Bson>();
    equal(all, AuditDocument.ENTITY_TYPE, filter.entityType());
    equal(all, AuditDocument.ENTITY_ID, filter.entityId());
    equal(all, AuditDocument.USER_ID, filter.userId());
    equal(all, AuditDocument.ACTION, filter.action());
    var from = filter.from();
    if (from != null) {
      all.add(gte(AuditDocument.MICROS, AuditDocument.micros(from)));
    }
    var to = filter.to();
    if (to != null) {
      all.add(lt(AuditDocument.MICROS, AuditDocument.micros(to)));
    }
    if (before != null) {
      all.add(lt(AuditDocument.SEQUENCE, before));
    }
    return all.isEmpty() ? empty() : and(all);
  }

  private static void equal(List<Bson> all, String field, @Nullable Object value) {
    if (value != null) {
      all.add(eq(field, value.toString()));
    }
  }

  // What a document is refused for is its own fault. All else says that MongoDB cannot take
  // anything
  // now; the driver's word for "the client is closed" is IllegalStateException.
  private static Throwable outage(Throwable failure) {
    return switch (failure) {
      case MongoBulkWriteException refused when !refused.getWriteErrors().isEmpty() -> refused;
      case MongoException _, IllegalStateException _ -> new OutageException("mongodb", failure);
      default -> failure;
    };
  }
}
