package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.WrappedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Users in memory, for tests. */
public final class InMemoryUsers implements Users {
  private final Map<UserId, Row> rows = new HashMap<>();
  private final List<UserCreated> events = new ArrayList<>();

  private record Row(User user, Credentials credentials) {}

  @Override
  public Mono<User> find(UserId id) {
    return Mono.fromSupplier(() -> row(id)).map(Row::user);
  }

  private synchronized @Nullable Row row(UserId id) {
    return rows.get(id);
  }

  @Override
  public Mono<Account> findByEmail(LookupHash email) {
    return Mono.fromSupplier(() -> row(email))
        .map(row -> new Account(row.user(), row.credentials().password()));
  }

  private synchronized @Nullable Row row(LookupHash email) {
    return rows.values().stream()
        .filter(row -> row.credentials().lookup().email().equals(email))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Mono<User> add(UserCreated created, Credentials credentials, Actor actor) {
    return Mono.fromSupplier(() -> added(created, credentials));
  }

  private synchronized User added(UserCreated created, Credentials credentials) {
    if (row(credentials.lookup().email()) != null) {
      throw new RejectedException(new EmailTaken());
    }
    rows.put(created.user().id(), new Row(created.user(), credentials));
    events.add(created);
    return created.user();
  }

  @Override
  public Mono<Void> noteLogin(UserId id, Instant at) {
    return Mono.fromRunnable(() -> change(id, user -> loggedIn(user, at)));
  }

  /** Closes the account, as an administrator would. */
  public void deactivate(UserId id) {
    change(id, InMemoryUsers::deactivated);
  }

  /** The wrapped key kept with this user. */
  public synchronized @Nullable WrappedKey key(UserId id) {
    var row = rows.get(id);
    return row == null ? null : row.credentials().key();
  }

  /** What has happened so far. */
  public synchronized List<UserCreated> events() {
    return List.copyOf(events);
  }

  private synchronized void change(UserId id, UnaryOperator<User> change) {
    rows.computeIfPresent(id, (_, row) -> new Row(change.apply(row.user()), row.credentials()));
  }

  private static User loggedIn(User user, Instant at) {
    return new User(
        user.id(),
        user.email(),
        user.firstName(),
        user.lastName(),
        user.phone(),
        user.role(),
        user.isActive(),
        user.avatarUrl(),
        at,
        user.version(),
        user.createdAt(),
        user.updatedAt());
  }

  private static User deactivated(User user) {
    return new User(
        user.id(),
        user.email(),
        user.firstName(),
        user.lastName(),
        user.phone(),
        user.role(),
        false,
        user.avatarUrl(),
        user.lastLoginAt(),
        user.version() + 1,
        user.createdAt(),
        user.updatedAt());
  }
}
