package dev.holdfast.adapter.mongo;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.audit.AuditEntry.Metadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a document. The event's id is the document's. Dates of BSON end at the millisecond,
 * so {@code timestampMicros} says the same exactly, and is what is asked for.
 */
final class AuditDocument {
  static final String ID = "_id";
  static final String SEQUENCE = "sequence";
  static final String ENTITY_TYPE = "entityType";
  static final String ENTITY_ID = "entityId";
  static final String ACTION = "action";
  static final String USER_ID = "userId";
  static final String MICROS = "timestampMicros";

  private static final long MICROS_PER_SECOND = 1_000_000;

  private AuditDocument() {}

  static Document of(AuditEntry entry) {
    var from = entry.metadata();
    return new Document(ID, entry.id())
        .append(SEQUENCE, entry.sequence())
        .append(ENTITY_TYPE, entry.entityType())
        .append(ENTITY_ID, entry.entityId().toString())
        .append(ACTION, entry.action())
        .append("changes", changes(entry.changes()))
        .append(USER_ID, textOf(entry.userId()))
        .append("timestamp", Date.from(entry.timestamp()))
        .append(MICROS, micros(entry.timestamp()))
        .append(
            "metadata",
            new Document("ip", from.ip())
                .append("userAgent", from.userAgent())
                .append("sessionId", textOf(from.sessionId())))
        .append("previousHash", entry.previousHash())
        .append("hash", entry.hash());
  }

  static AuditEntry read(Document document) {
    var from = document.get("metadata", Document.class);
    return new AuditEntry(
        document.getString(ID),
        document.getLong(SEQUENCE),
        document.getString(ENTITY_TYPE),
        UUID.fromString(document.getString(ENTITY_ID)),
        document.getString(ACTION),
        changes(document.get("changes", Document.class)),
        idOrNull(document.getString(USER_ID)),
        instant(document.getLong(MICROS)),
        new Metadata(
            from.getString("ip"),
            from.getString("userAgent"),
            idOrNull(from.getString("sessionId"))),
        document.getString("previousHash"),
        document.getString("hash"));
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1000);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  private static Document changes(SortedMap<String, Change> changes) {
    var document = new Document();
    changes.forEach(
        (field, change) ->
            document.append(
                field,
                new Document("from", stored(change.from())).append("to", stored(change.to()))));
    return document;
  }

  private static SortedMap<String, Change> changes(Document document) {
    var changes = new TreeMap<String, Change>();
    document.forEach(
        (field, value) -> {
          var change = (Document) value;
          changes.put(field, new Change(plain(change.get("from")), plain(change.get("to"))));
        });
    return changes;
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return switch (value) {
      case BigDecimal number -> new Decimal128(number);
      case List<?> list -> list.stream().map(AuditDocument::stored).toList();
      case Map<?, ?> map -> {
        var document = new Document();
        map.forEach((name, item) -> document.append(String.valueOf(name), stored(item)));
        yield document;
      }
      case null -> null;
      default -> value;
    };
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Decimal128 number -> number.bigDecimalValue();
      case Integer number -> number.longValue();
      case List<?> list -> list.stream().<@Nullable Object>map(AuditDocument::plain).toList();
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, item) -> fields.put(String.valueOf(name), plain(item)));
        yield fields;
      }
      case null -> null;
      default -> value;
    };
  }

  private static @Nullable String textOf(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static @Nullable UUID idOrNull(@Nullable String text) {
    return text == null ? null : UUID.fromString(text);
  }
}
