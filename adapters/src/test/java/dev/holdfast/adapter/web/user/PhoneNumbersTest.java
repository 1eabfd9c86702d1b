package dev.holdfast.adapter.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.user.PhoneNumber;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "+442071234567, +442071234567",
    "+44 20 7123-4567, +442071234567",
    "+44 (0)20 7123 4567, +442071234567",
    "+1 (555) 010.9999, +15550109999",
    "+4989/1234567, +49891234567",
    "+39 06 1234 5678, +390612345678",
  })
  void spellingsOfOneNumberAreOne(String typed, String normal) {
    assertThat(PhoneNumbers.parse(typed)).contains(new PhoneNumber(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "02071234567",
        "442071234567",
        "+0442071234567",
        "+1 555 010",
        "+44 20 7123 4567 8901",
        "+999 123 456 789",
        "+1 800 FLOWERS",
        "+44 20 7123 4567 ext. 3",
        "tel:+442071234567",
        "+44   20 7123 4567",
        " +442071234567",
        "+442071234567 ",
        "++442071234567",
        "+٤٤٢٠٧١٢٣٤٥٦٧"
      })
  void whatIsNoNumber(String typed) {
    assertThat(PhoneNumbers.parse(typed)).isEmpty();
  }
}
