package dev.holdfast.user.usecase;

/** Where the sealed texts of a user are kept; part of every ciphertext, so never to be changed. */
final class PersonalColumns {
  static final String EMAIL = "users.email";
  static final String FIRST_NAME = "users.first_name";
  static final String LAST_NAME = "users.last_name";
  static final String PHONE = "users.phone";

  private PersonalColumns() {}
}
