package dev.holdfast.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmailTest {
  @ParameterizedTest
  @CsvSource({
    "Ada@Example.ORG, ada@example.org",
    "a.b+c@x-y.example, a.b+c@x-y.example",
    "ada@BÜCHER.example, ada@xn--bcher-kva.example",
    "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "ada@bücher。example, ada@xn--bcher-kva.example",
  })
  void spellingsOfOneAddressAreOne(String typed, String normal) {
    assertThat(Email.parse(typed)).contains(new Email(normal));
  }

  static Stream<String> whatIsNoAddress() {
    return Stream.of(
        "",
        "@",
        "ada",
        "ada@",
        "@example.org",
        " ada@example.org",
        "ada@example.org ",
        "ada @example.org",
        "ada@example",
        "ada@.example.org",
        "ada@example..org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@exa_mple.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..da@example.org",
        "a@da@example.org",
        "ada@example.org\n",
        "ada\u0000@example.org",
        "ada\u202E@example.org",
        "\"ada\"@example.org",
        "ada@[127.0.0.1]",
        "a".repeat(65) + "@example.org",
        "ada@" + "a".repeat(64) + ".org",
        "ada@" + "abcdefgh.".repeat(28) + "org");
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoAddress(String typed) {
    assertThat(Email.parse(typed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"64, org, true", "65, org, false", "64, info, false"})
  void lengthsAreBounded(int local, String top, boolean accepted) {
    var domain = ("a".repeat(61) + ".").repeat(3) + top;
    var typed = "x".repeat(local) + "@" + domain;
    assertThat(Email.parse(typed).isPresent()).isEqualTo(accepted);
  }
}
