package dev.holdfast.notification.port;

import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.SealedSecret;

/** Makes, seals and opens signing secrets. Safe to share between threads; no call waits. */
public interface EndpointVault {
  /** A new secret: {@code whsec_} and 32 random bytes in Base64. */
  String create();

  /** Seals the secret that signs now. */
  SealedSecret sealCurrent(EndpointId endpoint, String secret);

  /** The secret that signs now; fails when it was sealed for anything else. */
  String openCurrent(EndpointId endpoint, SealedSecret sealed);

  /** Seals the secret that signed before. */
  SealedSecret sealPrevious(EndpointId endpoint, String secret);

  /** The secret that signed before; fails when it was sealed for anything else. */
  String openPrevious(EndpointId endpoint, SealedSecret sealed);
}
