package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.SealedSecret;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TinkEndpointVaultTest {
  private static final EndpointId ONE = EndpointId.next();

  private final TinkEndpointVault vault = new TinkEndpointVault(TestSecrets.fresh());

  private static void assertDoesNotOpen(Runnable opening) {
    assertThatThrownBy(opening::run).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSecretIsThirtyTwoBytesBehindItsPrefixAndUnlikeAnyOther() {
    var secret = vault.create();
    assertThat(secret).startsWith("whsec_").isNotEqualTo(vault.create());
    assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
  }

  @Test
  void whatIsSealedOpensWhereItBelongs() {
    var secret = vault.create();
    assertThat(vault.openCurrent(ONE, vault.sealCurrent(ONE, secret))).isEqualTo(secret);
    assertThat(vault.openPrevious(ONE, vault.sealPrevious(ONE, secret))).isEqualTo(secret);
    assertThat(vault.sealCurrent(ONE, secret)).isNotEqualTo(vault.sealCurrent(ONE, secret));
    assertThat(vault.sealCurrent(ONE, secret).sealed()).doesNotContain(secret.substring(6));
  }

  @Test
  void whatIsSealedOpensNowhereElse() {
    var sealed = vault.sealCurrent(ONE, vault.create());
    assertDoesNotOpen(() -> vault.openPrevious(ONE, sealed));
    assertDoesNotOpen(() -> vault.openCurrent(EndpointId.next(), sealed));
    assertDoesNotOpen(() -> new TinkEndpointVault(TestSecrets.fresh()).openCurrent(ONE, sealed));
    assertDoesNotOpen(() -> vault.openCurrent(ONE, new SealedSecret("AAAA")));
  }
}
