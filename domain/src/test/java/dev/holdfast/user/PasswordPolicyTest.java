package dev.holdfast.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.user.PasswordPolicy.Weakness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
  private static final Email OWNER = new Email("ada.lovelace@example.org");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "holdfast demo account",
        "a long pass phrase",
        "nine violet umbrellas",
        "кот и собака живут дружно",
        "🦊🐢🦉🐝🐌🦔🐙🦋🐞🦎🐠🦚🦢🦥🦩",
        "ada lovelace wrote programs"
      })
  void aPhraseIsAllowed(String text) {
    assertThat(PasswordPolicy.weakness(new Password(text), OWNER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "short, TOO_SHORT",
    "fourteen chars, TOO_SHORT",
    "🦊🐢🦉🐝🐌🦔🐙🦋🐞🦎🐠🦚🦢🦥, TOO_SHORT",
    "aaaaaaaaaaaaaaaaaaaa, COMMON",
    "abababababababababab, COMMON",
    "PasswordPassword, COMMON",
    "passwordpassword123, COMMON",
    "123456789012345, COMMON",
    "1234567890123456, COMMON",
    "abcdefghijklmno, COMMON",
    "onmlkjihgfedcba, COMMON",
    "qwertyuiopasdfgh, COMMON",
    "QwertyUiopAsdfghjkl, COMMON",
    "1qaz2wsx3edc4rfv, COMMON",
    "correct horse battery staple, COMMON",
    "Correct-Horse-Battery-Staple!, COMMON",
    "this is my password, COMMON",
    "ada.lovelace@example.org, CONTEXT",
    "ada.lovelace123, CONTEXT",
    "ada.lovelace holdfast, CONTEXT",
    "holdfastbooking1, CONTEXT",
    "holdfast password, CONTEXT",
  })
  void whatIsTriedFirstIsRefused(String text, Weakness weakness) {
    assertThat(PasswordPolicy.weakness(new Password(text), OWNER).orElse(null)).isEqualTo(weakness);
  }

  @Test
  void aWeaknessIsFoundWithoutKnowingTheOwner() {
    assertThat(PasswordPolicy.weakness(new Password("short"), null)).contains(Weakness.TOO_SHORT);
  }

  @Test
  void twoWritingsOfOnePasswordAreEqual() {
    assertThat(new Password("cafe\u0301 cafe\u0301 cafe\u0301"))
        .isEqualTo(new Password("café café café"));
  }

  @Test
  void spacesAtTheEndsCount() {
    assertThat(new Password(" a long pass phrase "))
        .isNotEqualTo(new Password("a long pass phrase"));
  }

  @Test
  void theLongestHas128Characters() {
    assertThat(Password.parse("🦊".repeat(128))).isPresent();
    assertThat(Password.parse("🦊".repeat(129))).isEmpty();
    assertThatThrownBy(() -> new Password("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingPersonalIsPrinted() {
    assertThat(
            new Password("nine violet umbrellas")
                + " "
                + OWNER
                + new PersonName("Ada")
                + " "
                + new PhoneNumber("+442071234567")
                + RefreshToken.next())
        .doesNotContain("violet", "ada", "Ada", "44")
        .contains("RefreshToken[…]");
  }
}
