package dev.holdfast.app.contract;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as a strict client reads it: one document, no name twice. */
final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StrictJson() {}

  /** Either a value, or why there is none. */
  record Read(@Nullable JsonNode value, @Nullable String problem) {}

  static Read read(byte[] text) {
    try {
      var value = MAPPER.readTree(text);
      return value.isMissingNode() ? new Read(null, "nothing there") : new Read(value, null);
    } catch (JacksonException malformed) {
      return new Read(null, malformed.getOriginalMessage());
    }
  }
}
