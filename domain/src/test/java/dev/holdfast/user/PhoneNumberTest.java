package dev.holdfast.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @CsvSource({
    "+442071234567, +442071234567",
    "+44 20 7123-4567, +442071234567",
    "+1 (555) 010.9999, +15550109999",
    "+4989/1234567, +49891234567",
    "+1234567, +1234567",
    "+123456789012345, +123456789012345",
  })
  void spellingsOfOneNumberAreOne(String typed, String normal) {
    assertThat(PhoneNumber.parse(typed)).contains(new PhoneNumber(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "02071234567",
        "442071234567",
        "+0442071234567",
        "+123456",
        "+1234567890123456",
        "+44 20 7123 456x",
        "+44   20 7123 4567",
        " +442071234567",
        "+442071234567 ",
        "++442071234567",
        "+٤٤٢٠٧١٢٣٤٥٦٧"
      })
  void whatIsNoNumber(String typed) {
    assertThat(PhoneNumber.parse(typed)).isEmpty();
  }
}
