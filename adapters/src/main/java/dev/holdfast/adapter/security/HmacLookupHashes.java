package dev.holdfast.adapter.security;

import dev.holdfast.user.Email;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.port.LookupHashes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256; each field's key is derived from the index key by HKDF under the field's name. */
public final class HmacLookupHashes implements LookupHashes {
  private static final String MAC = "HmacSHA256";

  private final SecretKey email;
  private final SecretKey phone;
  private final SecretKey firstName;
  private final SecretKey lastName;

  public HmacLookupHashes(Secrets secrets) {
    email = derived(secrets, "users.email");
    phone = derived(secrets, "users.phone");
    firstName = derived(secrets, "users.first_name");
    lastName = derived(secrets, "users.last_name");
  }

  @Override
  public LookupHash ofEmail(Email value) {
    return hash(email, value.text());
  }

  @Override
  public LookupHash ofPhone(PhoneNumber value) {
    return hash(phone, value.text());
  }

  @Override
  public LookupHash ofFirstName(PersonName name) {
    return hash(firstName, name.comparable());
  }

  @Override
  public LookupHash ofLastName(PersonName name) {
    return hash(lastName, name.comparable());
  }

  private static SecretKey derived(Secrets secrets, String field) {
    return new SecretKeySpec(secrets.derived("lookup " + field), MAC);
  }

  private static LookupHash hash(SecretKey key, String text) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      return new LookupHash(
          HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks " + MAC, e);
    }
  }
}
