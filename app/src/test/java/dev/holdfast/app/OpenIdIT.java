package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.AccessTokens.Claims;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A server whose access tokens come from an issuer outside, and from nowhere else. */
class OpenIdIT {
  private static final RSAKey KEY = key();
  private static final DisposableServer ISSUER =
      HttpServer.create()
          .host("127.0.0.1")
          .port(0)
          .route(
              routes ->
                  routes.get(
                      "/keys",
                      (_, response) ->
                          response.sendString(Mono.just(new JWKSet(KEY.toPublicJWK()).toString()))))
          .bindNow();

  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start(
          "--holdfast.openid.issuer=https://issuer.test",
          "--holdfast.openid.jwks-url=http://127.0.0.1:" + ISSUER.port() + "/keys",
          "--holdfast.openid.audience=bookings",
          "--holdfast.openid.types=JWT",
          "--holdfast.openid.user-claim=holdfast_id",
          "--holdfast.openid.role-claim=realm_access.roles",
          "--holdfast.openid.roles=booking-admin=ADMIN,staff=MANAGER");

  @AfterAll
  static void stop() {
    HOLDFAST.close();
    ISSUER.disposeNow();
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("outside").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenOfTheIssuerOpensTheAccountItNamesWithTheRoleItGives() {
    var id = signedUp();
    var me = get("/v1/users/me", token(id, List.of())).expectStatus().isOk();
    assertThat(json(me).path("id").asString()).isEqualTo(id);
    get("/v1/audit", token(id, List.of("staff"))).expectStatus().isForbidden();
    get("/v1/audit", token(id, List.of("offline", "booking-admin"))).expectStatus().isOk();
  }

  @Test
  void whoeverHasNoAccountIsRefused() {
    assertRefused(token(UUID.randomUUID().toString(), List.of("booking-admin")));
  }

  @Test
  void ourOwnTokensAreNeitherIssuedNorAccepted() {
    var claims = new Claims(new UserId(UUID.fromString(signedUp())), Role.ADMIN, SessionId.next());
    assertRefused(HOLDFAST.bean(AccessTokens.class).issue(claims).token());
    var credentials = Map.of("email", "user@holdfast.test", "password", DemoData.PASSWORD);
    post("/v1/auth/login", credentials).expectStatus().isNotFound();
    var refresh = Map.of("refreshToken", RefreshToken.next().text());
    post("/v1/auth/refresh", refresh).expectStatus().isNotFound();
    post("/v1/auth/logout", refresh).expectStatus().isNotFound();
    HOLDFAST.client().get().uri("/.well-known/jwks.json").exchange().expectStatus().isNotFound();
  }

  private static void assertRefused(String token) {
    var answer = get("/v1/users/me", token).expectStatus().isUnauthorized();
    assertThat(json(answer).path("code").asString()).isEqualTo("invalid-token");
  }

  private static String signedUp() {
    var person =
        Map.of(
            "email", "outside." + UUID.randomUUID() + "@example.com",
            "password", "a long walk along the river",
            "firstName", "Out",
            "lastName", "Side");
    return json(post("/v1/users", person).expectStatus().isCreated()).path("id").asString();
  }

  private static String token(String account, List<String> roles) {
    var now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://issuer.test")
            .audience("bookings")
            .subject("f:1234:ada")
            .claim("holdfast_id", account)
            .claim("realm_access", Map.of("roles", roles))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .build();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(KEY.getKeyID())
            .build();
    try {
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static WebTestClient.ResponseSpec get(String uri, String token) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }

  private static WebTestClient.ResponseSpec post(String uri, Map<String, String> body) {
    return HOLDFAST.client().post().uri(uri).bodyValue(body).exchange();
  }
}
