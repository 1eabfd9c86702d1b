package dev.holdfast.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {
  @Test
  void tokensDiffer() {
    assertThat(RefreshToken.next()).isNotEqualTo(RefreshToken.next());
  }

  @Test
  void aTokenSurvivesTheTrip() {
    var token = RefreshToken.next();
    assertThat(RefreshToken.parse(token.text())).contains(token);
  }

  @Test
  void theHashIsThatOfTheTextAndTellsNothingOfIt() {
    var token = new RefreshToken("A".repeat(43));
    assertThat(token.hash().hex())
        .isEqualTo("0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "../../etc/passwd", "eyJhbGciOiJub25lIn0.e30."})
  void garbageIsNoToken(String text) {
    assertThat(RefreshToken.parse(text)).isEmpty();
  }
}
