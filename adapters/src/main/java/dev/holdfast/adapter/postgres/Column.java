package dev.holdfast.adapter.postgres;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns as what they mean, and says which one was null when it must not be. */
public final class Column {
  private Column() {}

  /** The value of a column that is never null. */
  public static <T> T of(Readable row, String name, Class<T> type) {
    var value = row.get(name, type);
    if (value == null) {
      throw new IllegalStateException("column " + name + " is null");
    }
    return value;
  }

  public static UUID uuid(Readable row, String name) {
    return of(row, name, UUID.class);
  }

  public static String text(Readable row, String name) {
    return of(row, name, String.class);
  }

  public static long number(Readable row, String name) {
    return of(row, name, Long.class);
  }

  public static Instant instant(Readable row, String name) {
    return of(row, name, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(Readable row, String name) {
    var value = row.get(name, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** An instant in the form that the driver binds. */
  public static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
