package dev.holdfast.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.UserEvent.UserCreated;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** People for tests. */
public final class UserFixtures {
  public static final Instant NOON = Instant.parse("2027-03-01T12:00:00.123456Z");
  public static final Email ADA = new Email("ada@example.org");
  public static final Email GRACE = new Email("grace@example.org");
  public static final Password PASS_PHRASE = new Password("nine violet umbrellas");

  private UserFixtures() {}

  /** A new account, its texts sealed by nobody knows whom. */
  public static UserCreated aUser() {
    return User.signUp(
        UserId.next(),
        new Sealed("c2VhbGVkIGVtYWls"),
        new Sealed("c2VhbGVkIGZpcnN0"),
        new Sealed("c2VhbGVkIGxhc3Q="),
        new Sealed("c2VhbGVkIHBob25l"),
        Role.USER,
        NOON);
  }

  /** Credentials of someone with this address. */
  public static Credentials credentials(Email email) {
    var name = new LookupHash(sha256("a name"));
    return new Credentials(
        new LookupKeys(hash(email), name, name, null),
        new PasswordHash("$argon2id$of nothing"),
        new WrappedKey(Base64.getEncoder().encodeToString("a wrapped key".getBytes(UTF_8))));
  }

  /** A hash of the address, of the right form. */
  public static LookupHash hash(Email email) {
    return new LookupHash(sha256(email.text()));
  }

  /** The digest of a text, in hexadecimal. */
  public static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
