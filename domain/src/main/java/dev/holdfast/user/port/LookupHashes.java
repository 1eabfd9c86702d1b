package dev.holdfast.user.port;

import dev.holdfast.user.Email;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.LookupKeys;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * Hashes personal values, each field with a key of its own: nobody without the keys can tell which
 * value a hash stands for, or that two fields hold the same one.
 */
public interface LookupHashes {
  LookupHash ofEmail(Email email);

  LookupHash ofPhone(PhoneNumber phone);

  LookupHash ofFirstName(PersonName name);

  LookupHash ofLastName(PersonName name);

  /** All hashes under which one person is found. */
  default LookupKeys of(
      Email email, PersonName firstName, PersonName lastName, @Nullable PhoneNumber phone) {
    return new LookupKeys(
        ofEmail(email),
        ofFirstName(firstName),
        ofLastName(lastName),
        phone == null ? null : ofPhone(phone));
  }
}
