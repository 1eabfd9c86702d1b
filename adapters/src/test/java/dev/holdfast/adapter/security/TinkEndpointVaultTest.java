package dev.holdfast.adapter.security;

import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.notification.port.InMemoryWebhooks;
import dev.holdfast.resource.VenueId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
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

  @Test
  void whatAnotherKeyHasSealedIsSealedAnewAndOpensWithoutThatKey() {
    var times = TestSecrets.Rotation.fresh();
    var before = new TinkEndpointVault(times.before());
    var vault = new TinkEndpointVault(times.promoted());
    var endpoints = new InMemoryWebhooks(InstantSource.system());
    var old = anEndpoint(VenueId.next());
    var rotated = anEndpoint(null);
    var fresh = anEndpoint(null);
    var until = Instant.MAX;
    keep(endpoints, old.withSecrets(EndpointSecrets.fresh(before.sealCurrent(old.id(), "a"))));
    keep(
        endpoints,
        rotated.withSecrets(
            new EndpointSecrets(
                vault.sealCurrent(rotated.id(), "c"),
                before.sealPrevious(rotated.id(), "b"),
                until)));
    var untouched =
        keep(
            endpoints,
            fresh.withSecrets(EndpointSecrets.fresh(vault.sealCurrent(fresh.id(), "d"))));
    var strange = keep(endpoints, anEndpoint(null));

    assertThat(vault.renew(endpoints).block()).isEqualTo(2);
    assertThat(vault.renew(endpoints).block()).isZero();
    var after = new TinkEndpointVault(times.withoutOld());
    assertThat(after.openCurrent(old.id(), secrets(endpoints, old).current())).isEqualTo("a");
    var both = secrets(endpoints, rotated);
    assertThat(after.openCurrent(rotated.id(), both.current())).isEqualTo("c");
    assertThat(after.openPrevious(rotated.id(), requireNonNull(both.previous()))).isEqualTo("b");
    assertThat(both.previousUntil()).isEqualTo(until);
    for (var same : List.of(untouched, strange)) {
      assertThat(secrets(endpoints, same)).isEqualTo(same.secrets());
    }
  }

  private static Endpoint keep(Endpoints endpoints, Endpoint endpoint) {
    return requireNonNull(endpoints.add(created(endpoint), ADMIN).block());
  }

  private static EndpointSecrets secrets(Endpoints endpoints, Endpoint endpoint) {
    return requireNonNull(endpoints.find(endpoint.id()).block()).secrets();
  }
}
