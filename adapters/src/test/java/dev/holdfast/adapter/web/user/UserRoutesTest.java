package dev.holdfast.adapter.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.user.UserServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserRoutesTest {
  private static final String ADA =
      """
      {"email":"Ada@Example.org","password":"nine violet umbrellas","firstName":"Ada",
       "lastName":"Lovelace","phone":"+44 20 7123 4567"}
      """;
  private static final String LOGIN =
      """
      {"email":"ada@example.org","password":"nine violet umbrellas"}
      """;

  private final UserServer server = new UserServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void signUpAnswersTheNewAccount() {
    var answer = server.post("/v1/users", ADA);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v1/users/" + answer.text("id"));
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.body().propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "email",
            "firstName",
            "lastName",
            "phone",
            "role",
            "isActive",
            "avatarUrl",
            "lastLoginAt",
            "version",
            "createdAt",
            "updatedAt");
    assertThat(answer.text("email")).isEqualTo("ada@example.org");
    assertThat(answer.text("phone")).isEqualTo("+442071234567");
    assertThat(answer.text("role")).isEqualTo("USER");
    assertThat(answer.body().path("avatarUrl").isNull()).isTrue();
    assertThat(answer.text("createdAt")).isEqualTo("2027-03-01T12:00:00.123456Z");
  }

  @Test
  void aKnownAddressIsTakenInWhateverCase() {
    server.post("/v1/users", ADA);
    assertProblem(server.post("/v1/users", ADA), 409, "email-taken");
  }

  @Test
  void allBrokenRulesOfASignUpAreListed() {
    var answer =
        server.post(
            "/v1/users",
            """
            {"email":"nobody","password":"short","firstName":"\\u202eAda","lastName":"",
             "phone":"0207"}
            """);
    assertProblem(answer, 422, "validation");
    assertThat(answer.body().path("errors"))
        .extracting(error -> error.path("pointer").asString())
        .containsExactlyInAnyOrder("/email", "/password", "/firstName", "/lastName", "/phone");
  }

  @ParameterizedTest
  @CsvSource({
    "aaaaaaaaaaaaaaaaaaaa",
    "correct horse battery staple",
    "ada@example.org ada",
    "fourteen chars",
  })
  void aPasswordThatIsEasyToGuessIsRefused(String password) {
    assertProblem(
        server.post("/v1/users", ADA.replace("nine violet umbrellas", password)),
        422,
        "validation");
  }

  @ParameterizedTest
  @CsvSource({"role, \"ADMIN\"", "isActive, true", "id, \"x\"", "version, 7"})
  void nobodyGivesThemselvesMoreThanTheFormHas(String field, String value) {
    var body = ADA.replaceFirst("\\{", "{\"" + field + "\":" + value + ",");
    assertProblem(server.post("/v1/users", body), 400, "unknown-field");
  }

  @Test
  void theTokensOfALoginOpenTheProfile() {
    server.post("/v1/users", ADA);
    var login = server.post("/v1/auth/login", LOGIN);
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.body().propertyNames())
        .containsExactlyInAnyOrder("accessToken", "tokenType", "expiresIn", "refreshToken");
    assertThat(login.text("tokenType")).isEqualTo("Bearer");
    assertThat(login.body().path("expiresIn").asInt()).isEqualTo(300);
    assertThat(login.header("Cache-Control")).isEqualTo("no-store");
    var me = server.get("/v1/users/me", "Bearer " + login.text("accessToken"));
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.header("ETag")).isEqualTo("\"1\"");
    assertThat(me.text("email")).isEqualTo("ada@example.org");
    assertThat(me.text("lastLoginAt")).isEqualTo("2027-03-01T12:00:00.123456Z");
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
    server.post("/v1/users", ADA);
    var wrong = server.post("/v1/auth/login", LOGIN.replace("violet", "yellow"));
    var unknown = server.post("/v1/auth/login", LOGIN.replace("ada@", "bob@"));
    var impossible = server.post("/v1/auth/login", LOGIN.replace("ada@", ""));
    assertProblem(wrong, 401, "invalid-credentials");
    assertProblem(unknown, 401, "invalid-credentials");
    assertProblem(impossible, 401, "invalid-credentials");
    assertThat(wrong.text("detail")).isEqualTo(unknown.text("detail"));
    assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\":\"a@b.cd\"}|422|validation",
        "{\"email\":\"a@b.cd\",\"password\":null}|422|validation",
        "{\"email\":\"a@b.cd\",\"password\":1}|400|malformed-body",
        "{\"email\":\"a@b.cd\",\"password\":\"x\",\"code\":1}|400|unknown-field",
        "[]|400|malformed-body",
        "{|400|malformed-body"
      })
  void aLoginThatCannotBeReadIsSaidTo(String body, int status, String code) {
    assertProblem(server.post("/v1/auth/login", body), status, code);
  }

  @Test
  void aPasswordLongerThanAnyIsRefusedBeforeHashing() {
    var body = LOGIN.replace("nine violet umbrellas", "x".repeat(129));
    assertProblem(server.post("/v1/auth/login", body), 422, "validation");
  }

  @Test
  void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() {
    var first = loggedIn();
    var second = refresh(first.text("refreshToken"));
    assertThat(second.status()).isEqualTo(200);
    assertThat(server.get("/v1/users/me", "Bearer " + second.text("accessToken")).status())
        .isEqualTo(200);
    var reused = refresh(first.text("refreshToken"));
    assertProblem(reused, 401, "token-reuse");
    assertThat(reused.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertProblem(refresh(second.text("refreshToken")), 401, "invalid-token");
  }

  @Test
  void garbageIsNoRefreshTokenAndNeitherIsAnAccessToken() {
    assertProblem(refresh("garbage"), 401, "invalid-token");
    assertProblem(refresh(loggedIn().text("accessToken").substring(0, 300)), 401, "invalid-token");
    assertProblem(refresh(""), 422, "validation");
  }

  @Test
  void aLogoutIsAlwaysAnswered204AndEndsTheSession() {
    var token = loggedIn().text("refreshToken");
    for (var sent : new String[] {token, token, "garbage"}) {
      var answer = server.post("/v1/auth/logout", "{\"refreshToken\":\"" + sent + "\"}");
      assertThat(answer.status()).isEqualTo(204);
    }
    assertProblem(refresh(token), 401, "invalid-token");
  }

  @Test
  void theKeySetIsPublicAndHoldsNothingPrivate() {
    var answer = server.get("/.well-known/jwks.json", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body().path("keys").get(0).propertyNames())
        .containsExactlyInAnyOrder("kty", "crv", "x", "y", "use", "alg", "kid");
    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=300, public");
  }

  @Test
  void theProfileIsForTheSignedInOnly() {
    var none = server.get("/v1/users/me", null);
    assertProblem(none, 401, "unauthorized");
    assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertProblem(server.get("/v1/users/me", "Basic YTpi"), 401, "unauthorized");
    assertProblem(server.get("/v1/users/me", "Bearer "), 401, "unauthorized");
    assertProblem(server.get("/v1/users/me", "Bearer garbage"), 401, "invalid-token");
    assertProblem(
        server.get("/v1/users/me", "Bearer " + loggedIn().text("refreshToken")),
        401,
        "invalid-token");
  }

  @Test
  void anAccessTokenEnds() {
    var token = loggedIn().text("accessToken");
    server.now = server.now.plusSeconds(361);
    assertProblem(server.get("/v1/users/me", "Bearer " + token), 401, "token-expired");
  }

  private Answer loggedIn() {
    server.post("/v1/users", ADA);
    return server.post("/v1/auth/login", LOGIN);
  }

  private Answer refresh(String token) {
    return server.post("/v1/auth/refresh", "{\"refreshToken\":\"" + token + "\"}");
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }
}
