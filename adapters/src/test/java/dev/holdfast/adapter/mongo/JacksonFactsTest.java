package dev.holdfast.adapter.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JacksonFactsTest {
  private final JacksonFacts facts = new JacksonFacts(JsonMapper.builder().build());

  @Test
  void valuesAreReadPlainly() {
    var expected = new HashMap<String, @Nullable Object>();
    expected.put("text", "x");
    expected.put("whole", 5L);
    expected.put("decimal", new BigDecimal("1.5"));
    expected.put("none", null);
    expected.put("list", List.of(true, Map.of("a", 1L)));
    assertThat(
            facts.read(
                """
                {"text":"x","whole":5,"decimal":1.5,"none":null,"list":[true,{"a":1}]}
                """))
        .isEqualTo(expected);
  }

  @Test
  void whatIsNoObjectIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> facts.read("{\"secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
    assertThatThrownBy(() -> facts.read("[1]")).isInstanceOf(IllegalArgumentException.class);
  }
}
