package dev.holdfast.adapter.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
  @Test
  void aUrlSaysWhereAndAsWhom() {
    assertThat(MailServer.at("smtp://u%40x:p%3Aw+%2F@mail.example.org:2525"))
        .isEqualTo(new MailServer("mail.example.org", 2525, false, "u@x", "p:w+/"));
  }

  @Test
  void portsAreTheUsualOnes() {
    assertThat(MailServer.at("smtp://mail").port()).isEqualTo(25);
    assertThat(MailServer.at("smtp://u:p@mail/").port()).isEqualTo(587);
    assertThat(MailServer.at("smtps://mail").port()).isEqualTo(465);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail:1025, false",
    "smtp://u:p@mail, true",
    "smtp://u:p@10.0.0.1, true",
    "smtp://u:p@127.0.0.1:25, false",
    "smtp://u:p@[::1]:25, false",
    "smtp://u:p@localhost, false",
    "smtp://u:p@127.0.0.1.example.org, true",
    "smtp://u:p@localhost.example.org, true"
  })
  void aPasswordLeavesThisMachineUnderTlsOnly(String url, boolean isRequired) {
    var properties = MailServer.at(url).properties();
    assertThat(properties.getProperty("mail.smtp.starttls.required"))
        .isEqualTo(String.valueOf(isRequired));
    assertThat(properties.getProperty("mail.smtp.starttls.enable")).isEqualTo("true");
    assertThat(properties.getProperty("mail.smtp.ssl.checkserveridentity")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://mail",
        "smtp:mail",
        "smtp://",
        "smtp://secret@mail",
        "smtp://:secret@mail",
        "smtp://mail/secret",
        "smtp://mail?secret",
        "secret"
      })
  void whatIsNoSuchUrlIsRefusedWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> MailServer.at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void aPasswordIsNotSaid() {
    assertThat(MailServer.at("smtp://user:secret@mail")).hasToString("smtp://mail:587");
  }
}
