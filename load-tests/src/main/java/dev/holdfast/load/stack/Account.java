package dev.holdfast.load.stack;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Someone who is signed in, and stays so. */
public final class Account {
  private final Api api;
  private final UUID id;
  private volatile String token = "";
  private volatile byte[] header = {};
  private String refreshToken = "";

  private Account(Api api, UUID id) {
    this.api = api;
    this.id = id;
  }

  /** Signs up someone new. */
  static Account signUp(Api api, String email, String password) {
    var profile =
        api.post(
            "/v1/users",
            null,
            """
            {"email":"%s","password":"%s","firstName":"Load","lastName":"Test"}\
            """
                .formatted(email, password));
    var account = new Account(api, UUID.fromString(Fields.text(profile, "id")));
    account.logIn(email, password);
    return account;
  }

  /** Signs in someone who is known. */
  static Account known(Api api, String email, String password) {
    var account = new Account(api, new UUID(0, 0));
    account.logIn(email, password);
    return account;
  }

  private void logIn(String email, String password) {
    take(
        api.post(
            "/v1/auth/login",
            null,
            """
            {"email":"%s","password":"%s"}\
            """
                .formatted(email, password)));
  }

  /** Gets the next tokens; to be done at least every five minutes. */
  synchronized void refresh() {
    take(
        api.post(
            "/v1/auth/refresh",
            null,
            """
            {"refreshToken":"%s"}\
            """
                .formatted(refreshToken)));
  }

  private synchronized void take(String tokens) {
    token = Fields.text(tokens, "accessToken");
    refreshToken = Fields.text(tokens, "refreshToken");
    header = ("Authorization: Bearer " + token + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The access token of now. */
  public String token() {
    return token;
  }

  /** The line of a request's head that says who this is. */
  public byte[] header() {
    return header;
  }

  public UUID id() {
    return id;
  }
}
