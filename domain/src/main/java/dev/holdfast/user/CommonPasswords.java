package dev.holdfast.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Long passwords that are tried first, compared by letters and digits only. The list has what the
 * published lists of common passwords hold at this length beyond repetitions and keyboard rows,
 * which {@link PasswordPolicy} recognises by their form.
 */
final class CommonPasswords {
  private static final String FILE = "common-passwords.txt";
  private static final Set<String> BARE = load();

  private CommonPasswords() {}

  /** Whether the bare text is on the list. */
  static boolean contains(String bare) {
    return BARE.contains(bare);
  }

  private static Set<String> load() {
    try (var file = CommonPasswords.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PasswordPolicy::bare)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
