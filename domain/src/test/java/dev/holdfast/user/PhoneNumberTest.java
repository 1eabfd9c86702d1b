package dev.holdfast.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @ValueSource(strings = {"+442071234567", "+1234567", "+123456789012345"})
  void aNumberIsPlusAndSevenToFifteenDigits(String text) {
    assertThat(PhoneNumber.parse(text)).contains(new PhoneNumber(text));
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
        "+44 20 7123 4567",
        "+٤٤٢٠٧١٢٣٤٥٦٧"
      })
  void whatIsNoNumber(String text) {
    assertThat(PhoneNumber.parse(text)).isEmpty();
    assertThatThrownBy(() -> new PhoneNumber(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
