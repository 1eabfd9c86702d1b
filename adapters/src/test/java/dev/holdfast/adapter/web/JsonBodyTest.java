package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.adapter.web.Problem.Failure;
import dev.holdfast.shared.Money;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class JsonBodyTest {
  private static final Currency EUR = Currency.getInstance("EUR");

  private static JsonBody body(String json) {
    return JsonBody.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> List<String> failures(String json, Function<JsonBody, T> reader) {
    var refused = catchThrowableOfType(ProblemException.class, () -> body(json).<T>as(reader));
    assertThat(refused).as("refused").isNotNull();
    return refused.problem().failures().stream().map(JsonBodyTest::text).toList();
  }

  private static String text(Failure failure) {
    return failure.pointer() + " " + failure.code();
  }

  @Test
  void moneyHasExactlyTheDigitsOfItsCurrency() {
    var price = body("{\"price\":{\"amount\":\"120.00\",\"currency\":\"EUR\"}}");
    assertThat(price.<Money>as(b -> b.money("price").required())).isEqualTo(new Money(12_000, EUR));
    var yen = body("{\"price\":{\"amount\":\"120\",\"currency\":\"JPY\"}}");
    assertThat(yen.<Money>as(b -> b.money("price").required()).minorUnits()).isEqualTo(120);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"120\"', EUR, /price/amount invalid-format",
    "'\"120.0\"', EUR, /price/amount invalid-format",
    "'\"120.000\"', EUR, /price/amount invalid-format",
    "'\"120.00\"', JPY, /price/amount invalid-format",
    "'\"1e2\"', EUR, /price/amount invalid-format",
    "'\"01.00\"', EUR, /price/amount invalid-format",
    "'\"\"', EUR, /price/amount invalid-format",
    "'\"99999999999999999999.00\"', EUR, /price/amount number-out-of-range",
    "120.00, EUR, /price/amount malformed-body",
    "'\"-1.00\"', EUR, /price/amount validation",
    "'\"1.00\"', ZZZ, /price/currency validation",
  })
  void otherMoneyIsRefused(String amount, String currency, String failure) {
    var json = "{\"price\":{\"amount\":" + amount + ",\"currency\":\"" + currency + "\"}}";
    assertThat(failures(json, b -> b.money("price").required())).containsExactly(failure);
  }

  @Test
  void aRequiredObjectThatIsMissingIsAFailureLikeAnyOther() {
    assertThat(failures("{}", b -> b.money("price").required()))
        .containsExactly("/price validation");
    assertThat(failures("{\"x\":1}", b -> b.money("price").required()))
        .containsExactly("/x unknown-field");
  }

  @Test
  void aFieldThatWasNotReachedIsNotCalledUnknown() {
    Function<JsonBody, Integer> reader =
        b -> {
          b.<String>object("first", o -> o.text("x", 0, 1).required()).required();
          return b.integer("second", 0, 9).required();
        };
    assertThat(failures("{\"second\":1}", reader)).containsExactly("/first validation");
    assertThat(failures("{\"first\":{\"x\":1},\"second\":1}", reader))
        .containsExactly("/first/x malformed-body");
  }

  @Test
  void theFailuresAreAnsweredAndNotWhatTheReaderMadeOfTheStandIns() {
    Function<JsonBody, Integer> dividing =
        b -> 10 / (b.integer("n", 0, 9).required() - b.integer("m", 0, 9).required());
    assertThat(failures("{\"n\":\"x\",\"m\":0}", dividing)).containsExactly("/n malformed-body");
    var defect =
        catchThrowableOfType(
            ArithmeticException.class, () -> body("{\"n\":1,\"m\":1}").<Integer>as(dividing));
    assertThat(defect).isNotNull();
  }

  @Test
  void aFormPutsWhatTheProbeFindsBeforeABrokenRule() {
    var broken = body("{\"n\":10}").<Integer>form(b -> b.integer("n", 0, 9).required());
    StepVerifier.create(broken.after(() -> Mono.error(new IllegalStateException("probe"))))
        .expectErrorMessage("probe")
        .verify();
    StepVerifier.create(broken.after(() -> Mono.just("there")))
        .expectErrorMessage("validation")
        .verify();
    var sound = body("{\"n\":9}").<Integer>form(b -> b.integer("n", 0, 9).required());
    StepVerifier.create(sound.after(() -> Mono.error(new IllegalStateException("not asked"))))
        .expectNext(9)
        .verifyComplete();
  }

  @Test
  void aMalformedHeaderFoundByTheReaderGoesBeforeBrokenRulesAndAfterTheShape() {
    Function<JsonBody, Integer> reader =
        b -> {
          b.integer("n", 0, 9).required();
          throw new ProblemException(HttpStatus.BAD_REQUEST, "malformed-header", "If-Match.");
        };
    assertThat(codeOf("{\"n\":10}", reader)).isEqualTo("malformed-header");
    assertThat(codeOf("{\"n\":\"x\"}", reader)).isEqualTo("malformed-body");
    assertThat(codeOf("{\"n\":1,\"m\":1}", reader)).isEqualTo("malformed-header");
  }

  private static String codeOf(String json, Function<JsonBody, Integer> reader) {
    var refused =
        catchThrowableOfType(ProblemException.class, () -> body(json).<Integer>form(reader));
    return refused.problem().code();
  }

  @Test
  void aPatchTellsAbsentFromNullFromValue() {
    var body = body("{\"cleared\":null,\"set\":\"x\"}");
    assertThat(body.text("absent", 0, 9).changeOrClear().given()).isFalse();
    assertThat(body.text("cleared", 0, 9).changeOrClear().given()).isTrue();
    assertThat(body.text("cleared", 0, 9).changeOrClear().value()).isNull();
    assertThat(body.text("set", 0, 9).changeOrClear().value()).isEqualTo("x");
    assertThat(failures("{\"name\":null}", b -> b.text("name", 1, 9).change()))
        .containsExactly("/name validation");
  }

  @Test
  void equalJsonHasEqualHashesHoweverItIsTyped() {
    var one = body("{\"a\":[1,{\"x\":null,\"y\":\"A\"}],\"b\":true}").hash();
    var two = body(" { \"b\" : true,\n\"a\":[ 1, {\"y\":\"\\u0041\",\"x\":null} ] } ").hash();
    assertThat(two).isEqualTo(one);
    for (var other :
        List.of(
            "{\"a\":[{\"x\":null,\"y\":\"A\"},1],\"b\":true}",
            "{\"a\":[1,{\"x\":null,\"y\":\"A\"}],\"b\":\"true\"}",
            "{\"a\":[1,{\"y\":\"A\"}],\"b\":true}",
            "{\"a\":[1,{\"x\":\"null\",\"y\":\"A\"}],\"b\":true}",
            "{\"a\":[1,{\"x\":null,\"y\":\"A \"}],\"b\":true}")) {
      assertThat(body(other).hash()).as(other).isNotEqualTo(one);
    }
    assertThat(body("{\"a\":\"\\ud800\"}").hash()).isNotEqualTo(body("{\"a\":\"?\"}").hash());
  }
}
