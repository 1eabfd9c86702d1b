package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.holdfast.adapter.security.EncryptionKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The key that closes all others is replaced, node by node, as docs/keys.md has it. */
class EncryptionKeyIT {
  private static final String KEYS =
      "SELECT id || ' ' || encode(data_key, 'hex') FROM users WHERE data_key IS NOT NULL ORDER BY"
          + " 1";
  private static final String SECRETS =
      "SELECT id || ' ' || secret FROM webhook_endpoints ORDER BY 1";
  private static final String PASSWORD = "a long walk along the river";

  @Test
  void aNewKeyTakesOverWithoutAnyoneBeingUnreadableOnANode() throws Exception {
    try (var first = RunningHoldfast.start()) {
      signUp(first, "ada@example.com");
      addEndpoint(first);
      EncryptionKeyFile.add(first.secrets());
      try (var knows = first.another()) {
        signUp(knows, "grace@example.com");
        assertThat(nameSeenBy(first, "grace@example.com")).isEqualTo("Grace");

        var keys = first.sql(KEYS);
        var secrets = first.sql(SECRETS);
        EncryptionKeyFile.promote(first.secrets());
        try (var uses = first.another()) {
          eventually(() -> first.sql(KEYS), now -> now.stream().noneMatch(keys::contains));
          eventually(() -> first.sql(SECRETS), now -> now.stream().noneMatch(secrets::contains));
          signUp(uses, "joan@example.com");
          for (var email : List.of("ada@example.com", "grace@example.com", "joan@example.com")) {
            assertThat(nameSeenBy(uses, email)).as(email).isEqualToIgnoringCase(name(email));
            assertThat(nameSeenBy(knows, email)).as(email).isEqualToIgnoringCase(name(email));
          }
        }
      }
      takeAwayOldKeys(first);
      try (var withoutOld = first.another()) {
        for (var email : List.of("ada@example.com", "grace@example.com", "joan@example.com")) {
          assertThat(nameSeenBy(withoutOld, email)).as(email).isEqualToIgnoringCase(name(email));
        }
        var endpoint = first.sql("SELECT id FROM webhook_endpoints").getFirst();
        rotateSecret(withoutOld, endpoint);
      }
    }
  }

  private static String name(String email) {
    return email.substring(0, email.indexOf('@'));
  }

  private static void signUp(RunningHoldfast node, String email) {
    var name = name(email);
    node.client()
        .post()
        .uri("/v1/users")
        .bodyValue(
            Map.of(
                "email",
                email,
                "password",
                PASSWORD,
                "firstName",
                Character.toUpperCase(name.charAt(0)) + name.substring(1),
                "lastName",
                "Example"))
        .exchange()
        .expectStatus()
        .isCreated();
  }

  private static String nameSeenBy(RunningHoldfast node, String email) {
    var token = node.logIn(email, PASSWORD);
    return json(node.client()
            .get()
            .uri("/v1/users/me")
            .headers(headers -> headers.setBearerAuth(token))
            .exchange()
            .expectStatus()
            .isOk())
        .path("firstName")
        .asString();
  }

  private static void addEndpoint(RunningHoldfast node) {
    var token = node.tokenOf("admin");
    node.client()
        .post()
        .uri("/v1/webhook-endpoints")
        .headers(headers -> headers.setBearerAuth(token))
        .bodyValue(Map.of("url", "http://127.0.0.1:9999/", "types", List.of("booking.*")))
        .exchange()
        .expectStatus()
        .isCreated();
  }

  /** Needs the secret there is: it signs for a while yet. */
  private static void rotateSecret(RunningHoldfast node, String id) {
    var token = node.tokenOf("admin");
    node.client()
        .post()
        .uri("/v1/webhook-endpoints/" + id + "/rotate-secret")
        .headers(headers -> headers.setBearerAuth(token))
        .exchange()
        .expectStatus()
        .isOk();
  }

  private static void takeAwayOldKeys(RunningHoldfast node) throws IOException, ParseException {
    var file = node.secrets().resolve("encryption-keyset.json");
    var keyset = JSONObjectUtils.parse(Files.readString(file));
    keyset.put("key", List.of(JSONObjectUtils.getJSONArray(keyset, "key").getLast()));
    Files.writeString(file, JSONObjectUtils.toJSONString(keyset));
  }
}
