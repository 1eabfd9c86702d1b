package dev.holdfast.adapter.security;

import com.google.crypto.tink.Aead;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.EndpointVault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Signing secrets under the installation's keyset, with column and row as associated data: a
 * ciphertext put into another row, or into the other column, does not open. Which of the
 * installation's keys sealed it stands in front of each, so that they can rotate.
 */
public final class TinkEndpointVault implements EndpointVault {
  private static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;
  private static final String CURRENT = "webhook_endpoints.secret";
  private static final String PREVIOUS = "webhook_endpoints.previous_secret";

  private final Aead aead;
  private final SecureRandom random = new SecureRandom();

  public TinkEndpointVault(Secrets secrets) {
    this.aead = secrets.keyEncryption();
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
      var sealed = aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), place(column, endpoint));
      return new SealedSecret(Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + column, e);
    }
  }

  private String open(String column, EndpointId endpoint, SealedSecret sealed) {
    try {
      var secret =
          aead.decrypt(Base64.getDecoder().decode(sealed.sealed()), place(column, endpoint));
      return new String(secret, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          column + " of endpoint " + endpoint + " does not open under the installation's keyset",
          e);
    }
  }

  private static byte[] place(String column, EndpointId endpoint) {
    return (column + "/" + endpoint).getBytes(StandardCharsets.UTF_8);
  }
}
