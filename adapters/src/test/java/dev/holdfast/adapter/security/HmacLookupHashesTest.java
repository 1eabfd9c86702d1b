package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.user.Email;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import org.junit.jupiter.api.Test;

class HmacLookupHashesTest {
  private final HmacLookupHashes hashes = new HmacLookupHashes(TestSecrets.fresh());

  @Test
  void equalValuesHaveEqualHashes() {
    var one = Email.parse("Ada@BÜCHER.example").orElseThrow();
    var other = Email.parse("ada@xn--bcher-kva.example").orElseThrow();
    assertThat(hashes.ofEmail(one)).isEqualTo(hashes.ofEmail(other));
    assertThat(hashes.ofPhone(new PhoneNumber("+442071234567")))
        .isEqualTo(hashes.ofPhone(new PhoneNumber("+442071234567")));
    assertThat(hashes.ofFirstName(new PersonName("ＡＤＡ")))
        .isEqualTo(hashes.ofFirstName(new PersonName("ada")));
  }

  @Test
  void eachFieldHasAKeyOfItsOwn() {
    var name = new PersonName("Ada");
    assertThat(hashes.ofFirstName(name)).isNotEqualTo(hashes.ofLastName(name));
  }

  @Test
  void eachInstallationHasAKeyOfItsOwn() {
    var email = new Email("ada@example.org");
    assertThat(new HmacLookupHashes(TestSecrets.fresh()).ofEmail(email))
        .isNotEqualTo(hashes.ofEmail(email));
  }

  @Test
  void aHashHas32Bytes() {
    assertThat(hashes.ofEmail(new Email("ada@example.org")).hex()).matches("[0-9a-f]{64}");
  }
}
