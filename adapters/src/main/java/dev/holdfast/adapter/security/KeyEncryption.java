package dev.holdfast.adapter.security;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import java.security.GeneralSecurityException;

/**
 * The keys of the installation that close other keys.
 *
 * @param all opens what any of them has closed, and closes with the primary one
 * @param primary opens only what that one has closed
 * @param isAlone whether there is no other than the primary one
 */
record KeyEncryption(Aead all, Aead primary, boolean isAlone) {
  static KeyEncryption of(KeysetHandle keyset) throws GeneralSecurityException {
    var primary = KeysetHandle.newBuilder(keyset);
    for (int at = keyset.size() - 1; at >= 0; at--) {
      if (!keyset.getAt(at).isPrimary()) {
        primary.deleteAt(at);
      }
    }
    return new KeyEncryption(aead(keyset), aead(primary.build()), keyset.size() == 1);
  }

  private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
    return keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
  }
}
