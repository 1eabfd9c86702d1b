package dev.holdfast.user.port;

import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Keys for tests, which seal nothing: they write person and column before the text, and open only
 * what carries both. Everyone has a key until it is erased.
 */
public final class ReadableKeys implements PersonalKeys {
  private final Set<UserId> erased = ConcurrentHashMap.newKeySet();

  @Override
  public Mono<PersonalKey> of(UserId user) {
    return Mono.fromSupplier(() -> erased.contains(user) ? null : new ReadableKey(user));
  }

  @Override
  public NewKey create(UserId user) {
    return new NewKey(new ReadableKey(user), new WrappedKey(encoded("key of " + user)));
  }

  @Override
  public void forget(UserId user) {
    erased.add(user);
  }

  /** From here on the person has no key. */
  public void erase(UserId user) {
    erased.add(user);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private record ReadableKey(UserId owner) implements PersonalKey {
    @Override
    public Sealed seal(String column, String text) {
      return new Sealed(encoded(label(column) + text));
    }

    @Override
    public Optional<String> open(String column, Sealed sealed) {
      var text = new String(Base64.getDecoder().decode(sealed.sealed()), StandardCharsets.UTF_8);
      return text.startsWith(label(column))
          ? Optional.of(text.substring(label(column).length()))
          : Optional.empty();
    }

    private String label(String column) {
      return owner + "|" + column + "|";
    }
  }
}
