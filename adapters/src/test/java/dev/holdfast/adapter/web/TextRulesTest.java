package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Court 1",
        "Žižkov",
        "会議室",
        "ห้องประชุม",
        "मीटिंग कक्ष",
        "غرفة",
        "🎾",
        "a\u0301\u0302\u0303",
        "O'Neill & Søns <3",
        "' OR 1=1--"
      })
  void namesFromAllOverTheWorldAreWelcome(String text) {
    assertThat(TextRules.broken(text, 1, 200, false)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0000b",
        "a\u0007b",
        "a\u001bb",
        "a\u007fb",
        "a\u0085b",
        "a\u200bb",
        "a\u200db",
        "a\u200eb",
        "a\u202eb",
        "a\u2066b",
        "a\u2060b",
        "a\ufeffb",
        "a\u00adb",
        "a\u2028b",
        "a\nb",
        "a\tb",
        "a\rb",
        "a\ud800b",
        "a\udc00",
        "a\u0301\u0302\u0303\u0304",
        "   ",
        "\u3000"
      })
  void whatHidesBreaksOrTowersIsRefused(String text) {
    assertThat(TextRules.broken(text, 1, 200, false)).isNotNull();
  }

  @Test
  void runningTextMayHaveLinesAndJoinedEmojiButNothingElseHidden() {
    assertThat(TextRules.broken("a\n\tb", 0, 200, true)).isNull();
    assertThat(TextRules.broken("👩\u200d💻 می\u200cخواهم", 0, 200, true)).isNull();
    for (var bad : new String[] {"a\rb", "a\u202eb", "a\u200bb", "a\u0000b"}) {
      assertThat(TextRules.broken(bad, 0, 200, true)).isNotNull();
    }
  }

  @Test
  void lengthsCountCharactersAndNotTheirHalves() {
    assertThat(TextRules.broken("🎾🎾", 1, 2, false)).isNull();
    assertThat(TextRules.broken("🎾🎾🎾", 1, 2, false)).isNotNull();
    assertThat(TextRules.broken("", 1, 2, false)).isNotNull();
    assertThat(TextRules.broken("", 0, 2, false)).isNull();
  }

  @Test
  void aPasswordMayHoldAnythingThatCanBeWritten() {
    assertThat(TextRules.lengthBroken("a\u0000\u202e\n ", 1, 10)).isNull();
    assertThat(TextRules.lengthBroken("a\ud800", 1, 10)).isNotNull();
  }
}
