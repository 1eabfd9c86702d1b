package dev.holdfast.adapter.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * One column of many rows, in the form in which PostgreSQL itself sends arrays ({@code array_send}
 * in its source). The driver writes arrays as text, element by element and character by character,
 * and the server parses them: for the two dozen columns of a group that was a sixth of this
 * process's time and some of the database's.
 *
 * <p>Connections made by {@link PostgresPool} know it.
 */
public final class BinaryArray {
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int HEADER_BYTES = 20;

  private final PostgresqlObjectId type;
  private final ByteBuf bytes;

  private BinaryArray(PostgresqlObjectId type, ByteBuf bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** {@code uuid[]}. */
  public static <T> BinaryArray uuids(List<T> rows, Function<T, UUID> column) {
    var bytes = header(rows.size(), PostgresqlObjectId.UUID, 20);
    for (var row : rows) {
      var value = column.apply(row);
      bytes.writeInt(16).writeLong(value.getMostSignificantBits());
      bytes.writeLong(value.getLeastSignificantBits());
    }
    return new BinaryArray(PostgresqlObjectId.UUID_ARRAY, bytes);
  }

  /** {@code integer[]}. */
  public static <T> BinaryArray integers(List<T> rows, Function<T, Integer> column) {
    var bytes = header(rows.size(), PostgresqlObjectId.INT4, 8);
    for (var row : rows) {
      bytes.writeInt(4).writeInt(column.apply(row));
    }
    return new BinaryArray(PostgresqlObjectId.INT4_ARRAY, bytes);
  }

  /** {@code timestamptz[]}, to the microsecond; null where there is none. */
  public static <T> BinaryArray times(List<T> rows, Function<T, @Nullable Instant> column) {
    var bytes = header(rows.size(), PostgresqlObjectId.TIMESTAMPTZ, 12);
    for (var row : rows) {
      var value = column.apply(row);
      if (value == null) {
        bytes.writeInt(-1);
      } else {
        bytes.writeInt(8).writeLong(ChronoUnit.MICROS.between(POSTGRES_EPOCH, value));
      }
    }
    return new BinaryArray(PostgresqlObjectId.TIMESTAMPTZ_ARRAY, bytes);
  }

  /** {@code text[]}; null where there is none. */
  public static <T> BinaryArray texts(List<T> rows, Function<T, @Nullable String> column) {
    var bytes = header(rows.size(), PostgresqlObjectId.TEXT, 32);
    for (var row : rows) {
      var value = column.apply(row);
      if (value == null) {
        bytes.writeInt(-1);
      } else {
        var start = bytes.writerIndex();
        bytes.writeInt(0);
        bytes.setInt(start, ByteBufUtil.writeUtf8(bytes, value));
      }
    }
    return new BinaryArray(PostgresqlObjectId.TEXT_ARRAY, bytes);
  }

  /** On the heap and not pooled, so that one which is never sent is nobody's worry. */
  private static ByteBuf header(int rows, PostgresqlObjectId element, int bytesEach) {
    var bytes = Unpooled.buffer(HEADER_BYTES + rows * bytesEach);
    bytes.writeInt(rows == 0 ? 0 : 1); // dimensions
    bytes.writeInt(1); // there may be nulls
    bytes.writeInt(element.getObjectId());
    if (rows > 0) {
      bytes.writeInt(rows).writeInt(1); // the first one's index
    }
    return bytes;
  }

  private EncodedParameter encoded() {
    return new EncodedParameter(
        Format.FORMAT_BINARY, type.getObjectId(), Mono.just(bytes.retainedDuplicate()));
  }

  /** Makes a connection understand these. */
  static final class Registrar implements CodecRegistrar {
    @Override
    public Publisher<Void> register(
        PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
      return Mono.fromRunnable(() -> registry.addFirst(new ArrayCodec()));
    }
  }

  /** Writes only; whoever reads an array reads it as the driver does. */
  private static final class ArrayCodec implements Codec<BinaryArray> {
    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
      return false;
    }

    @Override
    public boolean canEncode(Object value) {
      return value instanceof BinaryArray;
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
      return false;
    }

    @Override
    public BinaryArray decode(
        @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends BinaryArray> type) {
      throw new UnsupportedOperationException("written only");
    }

    @Override
    public EncodedParameter encode(Object value) {
      return ((BinaryArray) value).encoded();
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
      return encode(value);
    }

    @Override
    public EncodedParameter encodeNull() {
      throw new UnsupportedOperationException("never null");
    }
  }
}
