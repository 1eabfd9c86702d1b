package dev.holdfast.adapter.security;

import com.google.crypto.tink.Aead;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.port.PersonalKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** AES-256-GCM with random nonces; the associated data names person and column. */
final class TinkPersonalKey implements PersonalKey {
  private final UserId owner;
  private final Aead aead;

  TinkPersonalKey(UserId owner, Aead aead) {
    this.owner = owner;
    this.aead = aead;
  }

  @Override
  public Sealed seal(String column, String text) {
    try {
      var sealed = aead.encrypt(text.getBytes(StandardCharsets.UTF_8), place(column));
      return new Sealed(Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + column, e);
    }
  }

  @Override
  public Optional<String> open(String column, Sealed sealed) {
    try {
      var text = aead.decrypt(Base64.getDecoder().decode(sealed.sealed()), place(column));
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty(); // the second when it is not Base64
    }
  }

  private byte[] place(String column) {
    var name = column.getBytes(StandardCharsets.UTF_8);
    return bytes(owner, name.length).put(name).array();
  }

  /** The owner's id, of fixed length, with room behind it. */
  static ByteBuffer bytes(UserId owner, int room) {
    return ByteBuffer.allocate(2 * Long.BYTES + room)
        .putLong(owner.value().getMostSignificantBits())
        .putLong(owner.value().getLeastSignificantBits());
  }
}
