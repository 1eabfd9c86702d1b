package dev.holdfast.adapter.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Places in a list as opaque text: an id and a seal that binds it to the list it belongs to, so
 * that a cursor of another user, another filter, or of nobody's making is refused.
 */
public final class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 12;
  private static final int BYTES = 16 + SEAL_BYTES;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  /**
   * @param key at least 16 bytes, the same on all nodes
   */
  public Cursors(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("the cursor key has only " + key.length + " bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * The place as text.
   *
   * @param scope what the list is: who reads it, where, and by which filters
   */
  public String write(UUID place, String scope) {
    var bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(place.getMostSignificantBits()).putLong(place.getLeastSignificantBits());
    bytes.put(seal(place, scope));
    return ENCODER.encodeToString(bytes.array());
  }

  /** The place this text stands for in this very list, or empty when it does not. */
  public Optional<UUID> read(String cursor, String scope) {
    try {
      var bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length != BYTES || !ENCODER.encodeToString(bytes).equals(cursor)) {
        return Optional.empty();
      }
      var buffer = ByteBuffer.wrap(bytes);
      var place = new UUID(buffer.getLong(), buffer.getLong());
      var seal = Arrays.copyOfRange(bytes, 16, BYTES);
      return MessageDigest.isEqual(seal, seal(place, scope))
          ? Optional.of(place)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private byte[] seal(UUID place, String scope) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((place + "\n" + scope).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(), SEAL_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
