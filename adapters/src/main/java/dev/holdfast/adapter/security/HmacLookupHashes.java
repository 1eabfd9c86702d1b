package dev.holdfast.adapter.security;

import dev.holdfast.user.Email;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.port.LookupHashes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** HMAC-SHA-256; each field's key is derived from the index key by HKDF under the field's name. */
public final class HmacLookupHashes implements LookupHashes {
  private static final String MAC = "HmacSHA256";

  private final SecretKey email;
  private final SecretKey phone;
  private final SecretKey firstName;
  private final SecretKey lastName;

  public HmacLookupHashes(Secrets secrets) {
    var indexKey = secrets.indexKey();
    email = derived(indexKey, "users.email");
    phone = derived(indexKey, "users.phone");
    firstName = derived(indexKey, "users.first_name");
    lastName = derived(indexKey, "users.last_name");
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

  private static SecretKey derived(byte[] indexKey, String field) {
    try {
      var info = ("holdfast lookup " + field).getBytes(StandardCharsets.UTF_8);
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(MAC, HKDFParameterSpec.ofExtract().addIKM(indexKey).thenExpand(info, 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HKDF", e);
    }
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
