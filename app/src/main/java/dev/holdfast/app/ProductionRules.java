package dev.holdfast.app;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What production refuses to start with: what would have to be made up, and what everybody knows or
 * soon guesses. Judged before anything is connected, all of it at once, and without ever quoting a
 * secret.
 */
final class ProductionRules {
  private static final int PASSWORD_LENGTH_MIN = 16;

  /** How much of a password has to be left without the words below. */
  private static final int UNKNOWN_LENGTH_MIN = 8;

  private static final int DIFFERENT_CHARACTERS_MIN = 6;

  /** Longer words stand before those that are parts of them. */
  private static final List<String> KNOWN_WORDS =
      List.of(
          "0123456789",
          "1234567890",
          "production",
          "changeme",
          "holdfast",
          "password",
          "postgres",
          "abcdef",
          "123456",
          "default",
          "example",
          "letmein",
          "mongodb",
          "qwertz",
          "qwerty",
          "change",
          "secret",
          "welcome",
          "admin",
          "guest",
          "mongo",
          "redis",
          "owner",
          "abc",
          "123",
          "app",
          "demo",
          "mail",
          "pass",
          "root",
          "test",
          "user");

  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");

  private ProductionRules() {}

  /**
   * @throws SettingsException with everything that has to be mended
   */
  static void check(Settings settings) {
    refuse(
        Stream.of(
                backend("HOLDFAST_DATABASE_URL", settings.database().url()),
                secret("HOLDFAST_DATABASE_OWNER", settings.database().owner(), true),
                backend("HOLDFAST_REDIS_URL", settings.redis().url()),
                backend("HOLDFAST_MONGODB_URL", settings.mongodb().url()),
                secret("HOLDFAST_MAIL_URL", settings.mail().url(), false),
                keys(settings),
                demo(settings))
            .flatMap(Optional::stream)
            .toList());
  }

  /** The same for whoever only brings the schema up to date. */
  static void checkDatabase(String url) {
    refuse(secret("HOLDFAST_DATABASE_URL", url, true).stream().toList());
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new SettingsException(
          "production mode needs other settings: " + String.join("; ", problems));
    }
  }

  private static Optional<String> backend(String name, @Nullable String url) {
    return url == null ? Optional.of(name + " is missing") : secret(name, url, true);
  }

  private static Optional<String> keys(Settings settings) {
    return settings.secrets().dir() == null
        ? Optional.of("HOLDFAST_SECRETS_DIR is missing (new-secrets DIRECTORY writes fresh ones)")
        : Optional.empty();
  }

  private static Optional<String> demo(Settings settings) {
    return settings.wantsDemoData()
        ? Optional.of("HOLDFAST_DEMO_DATA makes accounts whose password everybody knows")
        : Optional.empty();
  }

  /** What is wrong with the password in a URL, if there is a URL. */
  private static Optional<String> secret(String name, @Nullable String url, boolean isNeeded) {
    if (url == null) {
      return Optional.empty();
    }
    String authority;
    try {
      authority = Objects.requireNonNullElse(URI.create(url).getRawAuthority(), "");
    } catch (IllegalArgumentException _) { // its message quotes the URL, password and all
      return Optional.of(
          name + " is not a URL; characters of a password may have to be written as %..");
    }
    // By hand: a list of hosts, as MongoDB has it, is no server to java.net.URI.
    var userInfo = authority.substring(0, Math.max(0, authority.lastIndexOf('@'))).split(":", 2);
    var password = userInfo.length < 2 ? "" : decoded(userInfo[1]);
    if (password.isEmpty()) {
      return isNeeded ? Optional.of(name + " has no password") : Optional.empty();
    }
    if (isKnown(password, decoded(userInfo[0]))) {
      return Optional.of(name + " has a password that everybody knows or soon guesses");
    }
    return password.length() < PASSWORD_LENGTH_MIN
        ? Optional.of(
            "the password in %s is shorter than %d characters".formatted(name, PASSWORD_LENGTH_MIN))
        : Optional.empty();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean isKnown(String password, String user) {
    if (password.chars().distinct().count() < DIFFERENT_CHARACTERS_MIN) {
      return true;
    }
    var rest = plain(password);
    var words = new ArrayList<>(List.of(plain(user)));
    words.addAll(KNOWN_WORDS);
    var hasWord = false;
    for (var word : words) {
      hasWord |= !word.isEmpty() && rest.contains(word);
      rest = word.isEmpty() ? rest : rest.replace(word, "");
    }
    return hasWord && rest.length() < UNKNOWN_LENGTH_MIN;
  }

  private static String plain(String text) {
    return PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
