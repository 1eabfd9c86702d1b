package dev.holdfast.adapter.security;

import com.google.crypto.tink.Aead;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.EndpointVault;
import dev.holdfast.notification.port.Endpoints;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Signing secrets under the installation's keyset, with column and row as associated data: a
 * ciphertext put into another row, or into the other column, does not open. Which of the
 * installation's keys sealed it stands in front of each, so that they can rotate.
 */
public final class TinkEndpointVault implements EndpointVault {
  private static final Logger LOG = LoggerFactory.getLogger(TinkEndpointVault.class);
  private static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;
  private static final String CURRENT = "webhook_endpoints.secret";
  private static final String PREVIOUS = "webhook_endpoints.previous_secret";

  private final KeyEncryption keys;
  private final SecureRandom random = new SecureRandom();

  public TinkEndpointVault(Secrets secrets) {
    this.keys = secrets.keyEncryption();
  }

  @Override
  public String create() {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  @Override
  public SealedSecret sealCurrent(EndpointId endpoint, String secret) {
    return seal(CURRENT, endpoint, secret);
  }

  @Override
  public String openCurrent(EndpointId endpoint, SealedSecret sealed) {
    return open(CURRENT, endpoint, sealed);
  }

  @Override
  public SealedSecret sealPrevious(EndpointId endpoint, String secret) {
    return seal(PREVIOUS, endpoint, secret);
  }

  @Override
  public String openPrevious(EndpointId endpoint, SealedSecret sealed) {
    return open(PREVIOUS, endpoint, sealed);
  }

  private SealedSecret seal(String column, EndpointId endpoint, String secret) {
    try {
      var sealed =
          keys.all().encrypt(secret.getBytes(StandardCharsets.UTF_8), place(column, endpoint));
      return new SealedSecret(Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + column, e);
    }
  }

  private String open(String column, EndpointId endpoint, SealedSecret sealed) {
    try {
      return open(column, endpoint, sealed, keys.all());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          column + " of endpoint " + endpoint + " does not open under the installation's keyset",
          e);
    }
  }

  private static String open(String column, EndpointId endpoint, SealedSecret sealed, Aead key)
      throws GeneralSecurityException {
    var secret = key.decrypt(Base64.getDecoder().decode(sealed.sealed()), place(column, endpoint));
    return new String(secret, StandardCharsets.UTF_8);
  }

  /**
   * Seals with the installation's primary key what was sealed with another. A secret that does not
   * open is told and left as it is.
   *
   * @return for how many endpoints that was to be done; where something else came first, it is not
   */
  public Mono<Long> renew(Endpoints endpoints) {
    return endpoints
        .all(EndpointScope.EVERYTHING)
        .concatMap(endpoint -> renew(endpoint, endpoints))
        .filter(wasOutdated -> wasOutdated)
        .count();
  }

  private Mono<Boolean> renew(Endpoint endpoint, Endpoints endpoints) {
    var secrets = endpoint.secrets();
    try {
      var previous = secrets.previous();
      var renewed =
          new EndpointSecrets(
              renewed(CURRENT, endpoint.id(), secrets.current()),
              previous == null ? null : renewed(PREVIOUS, endpoint.id(), previous),
              secrets.previousUntil());
      return renewed.equals(secrets)
          ? Mono.just(false)
          : endpoints.replaceSecrets(endpoint, renewed).thenReturn(true);
    } catch (GeneralSecurityException _) {
      LOG.error("a secret of endpoint {} does not open with any key there is", endpoint.id());
      return Mono.just(false);
    }
  }

  private SealedSecret renewed(String column, EndpointId endpoint, SealedSecret sealed)
      throws GeneralSecurityException {
    try {
      open(column, endpoint, sealed, keys.primary());
      return sealed;
    } catch (GeneralSecurityException _) {
      return seal(column, endpoint, open(column, endpoint, sealed, keys.all()));
    }
  }

  private static byte[] place(String column, EndpointId endpoint) {
    return (column + "/" + endpoint).getBytes(StandardCharsets.UTF_8);
  }
}
