package dev.holdfast.user.port;

/** The keys with which anyone can check our access tokens. */
public interface PublicKeys {
  /**
   * A JSON Web Key Set (RFC 7517): every key whose tokens are still good or soon will be, without
   * secrets.
   */
  String asJson();
}
