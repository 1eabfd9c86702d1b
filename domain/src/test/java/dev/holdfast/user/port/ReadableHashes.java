package dev.holdfast.user.port;

import dev.holdfast.user.Email;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;

/** Hashes for tests, which hide nothing. */
public final class ReadableHashes implements LookupHashes {
  @Override
  public LookupHash ofEmail(Email email) {
    return new LookupHash("email " + email.text());
  }

  @Override
  public LookupHash ofPhone(PhoneNumber phone) {
    return new LookupHash("phone " + phone.text());
  }

  @Override
  public LookupHash ofFirstName(PersonName name) {
    return new LookupHash("first name " + name.comparable());
  }

  @Override
  public LookupHash ofLastName(PersonName name) {
    return new LookupHash("last name " + name.comparable());
  }
}
