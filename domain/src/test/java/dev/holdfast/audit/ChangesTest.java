package dev.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditEntry.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static Map<String, @Nullable Object> facts(@Nullable Object... namesAndValues) {
    var facts = new HashMap<String, @Nullable Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      facts.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return facts;
  }

  private static final Map<String, Object> SEALED = Map.of("sealed", "c2VjcmV0");

  @Test
  void onlyWhatDiffersIsTold() {
    assertThat(
            Changes.between(
                facts("status", "PENDING", "version", 1L, "holdUntil", "12:00"),
                facts("status", "CONFIRMED", "version", 1L, "holdUntil", null)))
        .isEqualTo(
            Map.of(
                "status", new Change("PENDING", "CONFIRMED"),
                "holdUntil", new Change("12:00", null)));
  }

  @Test
  void ofWhatIsNewEveryFieldThatHasAValueIsTold() {
    assertThat(Changes.between(Map.of(), facts("name", "Court", "note", null)))
        .isEqualTo(Map.of("name", new Change(null, "Court")));
  }

  @Test
  void sealedTextIsLeftOutAtWhateverDepth() {
    var changes =
        Changes.between(
            facts("note", SEALED, "cancelReason", null),
            facts(
                "note",
                null,
                "cancelReason",
                SEALED,
                "person",
                Map.of("name", SEALED, "role", "USER"),
                "texts",
                List.of(SEALED, "open")));
    assertThat(changes)
        .isEqualTo(
            Map.of(
                "person", new Change(null, Map.of("role", "USER")),
                "texts", new Change(null, List.of("open"))));
    assertThat(changes.toString()).doesNotContain("c2VjcmV0");
  }
}
