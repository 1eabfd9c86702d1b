package dev.holdfast.user.port;

import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.LookupKeys;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent;
import dev.holdfast.user.UserEvent.PasswordChanged;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserEvent.UserDeactivated;
import dev.holdfast.user.UserEvent.UserErased;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.WrappedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Users in memory, for tests. */
public final class InMemoryUsers implements Users {
  private final Map<UserId, Row> rows = new HashMap<>();
  private final List<UserEvent> events = new ArrayList<>();
  private final InMemorySessions sessions;

  private record Row(User user, Credentials credentials) {}

  public InMemoryUsers() {
    this(new InMemorySessions());
  }

  /**
   * @param sessions whose end is the user's to say
   */
  public InMemoryUsers(InMemorySessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Mono<User> find(UserId id) {
    return Mono.fromSupplier(() -> row(id)).map(Row::user);
  }

  @Override
  public Mono<Account> findAccount(UserId id) {
    return Mono.fromSupplier(() -> row(id)).map(InMemoryUsers::account);
  }

  private synchronized @Nullable Row row(UserId id) {
    return rows.get(id);
  }

  @Override
  public Mono<Account> findByEmail(LookupHash email) {
    return Mono.fromSupplier(() -> row(email)).map(InMemoryUsers::account);
  }

  private static Account account(Row row) {
    return new Account(row.user(), row.credentials().password());
  }

  private synchronized @Nullable Row row(LookupHash email) {
    return rows.values().stream()
        .filter(row -> row.credentials().lookup().email().equals(email))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Mono<Page<User>> list(Filter filter, Page.Request page) {
    return Mono.fromSupplier(
        () -> {
          var after = page.after();
          var found =
              matching(filter).stream()
                  .filter(user -> after == null || isOlder(user.id().value(), after))
                  .limit(page.limit() + 1L)
                  .toList();
          var items = found.stream().limit(page.limit()).toList();
          return new Page<>(
              items, found.size() > items.size() ? items.getLast().id().value() : null);
        });
  }

  @Override
  public Flux<User> all(Filter filter) {
    return Flux.defer(() -> Flux.fromIterable(matching(filter)));
  }

  private synchronized List<User> matching(Filter filter) {
    return rows.values().stream()
        .filter(row -> matches(row, filter))
        .map(Row::user)
        .sorted((one, other) -> isOlder(one.id().value(), other.id().value()) ? 1 : -1)
        .toList();
  }

  private static boolean isOlder(UUID one, UUID other) {
    return one.toString().compareTo(other.toString()) < 0;
  }

  private static boolean matches(Row row, Filter filter) {
    var lookup = row.credentials().lookup();
    return isOrAny(filter.email(), lookup.email())
        && isOrAny(filter.phone(), lookup.phone())
        && isOrAny(filter.firstName(), lookup.firstName())
        && isOrAny(filter.lastName(), lookup.lastName())
        && isOrAny(filter.role(), row.user().role())
        && isOrAny(filter.isActive(), row.user().isActive());
  }

  private static boolean isOrAny(@Nullable Object wanted, @Nullable Object is) {
    return wanted == null || wanted.equals(is);
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
  public Mono<User> save(
      UserEvent.OfUser event,
      @Nullable LookupKeys lookup,
      @Nullable PasswordHash password,
      Actor actor) {
    return Mono.fromSupplier(() -> saved(event, lookup, password));
  }

  private synchronized User saved(
      UserEvent.OfUser event, @Nullable LookupKeys lookup, @Nullable PasswordHash password) {
    var user = event.user();
    var row = rowBefore(event);
    var other = lookup == null ? null : row(lookup.email());
    if (other != null && !other.user().id().equals(user.id())) {
      throw new RejectedException(new EmailTaken());
    }
    var kept = row.credentials();
    rows.put(
        user.id(),
        new Row(
            user,
            new Credentials(
                lookup == null ? kept.lookup() : lookup,
                password == null ? kept.password() : password,
                kept.key())));
    if (event instanceof PasswordChanged || event instanceof UserDeactivated) {
      sessions.endAll(user.id(), event.at());
    }
    events.add(event);
    return user;
  }

  private Row rowBefore(UserEvent event) {
    var row = rows.get(new UserId(event.facts().id()));
    var version = row == null ? 0 : row.user().version();
    if (row == null || version != event.facts().version() - 1) {
      throw new RejectedException(new VersionMismatch(version));
    }
    return row;
  }

  @Override
  public Mono<Void> erase(UserErased erased, Actor actor) {
    return Mono.fromRunnable(() -> gone(erased));
  }

  private synchronized void gone(UserErased erased) {
    rowBefore(erased);
    var id = new UserId(erased.facts().id());
    rows.remove(id);
    sessions.endAll(id, erased.at());
    events.add(erased);
  }

  @Override
  public Mono<List<Closed>> closedSince(Instant instant) {
    return Mono.fromSupplier(() -> closed(instant));
  }

  private synchronized List<Closed> closed(Instant instant) {
    var closed = new ArrayList<Closed>();
    for (var row : rows.values()) {
      if (!row.user().isActive() && !row.user().updatedAt().isBefore(instant)) {
        closed.add(new Closed(row.user().id(), false));
      }
    }
    for (var event : events) {
      if (event instanceof UserErased erased && !erased.at().isBefore(instant)) {
        closed.add(new Closed(new UserId(erased.facts().id()), true));
      }
    }
    return closed;
  }

  @Override
  public Mono<Void> rehash(UserId id, PasswordHash old, PasswordHash anew) {
    return Mono.fromRunnable(() -> rehashed(id, old, anew));
  }

  private synchronized void rehashed(UserId id, PasswordHash old, PasswordHash anew) {
    rows.computeIfPresent(
        id,
        (_, row) ->
            row.credentials().password().equals(old)
                ? new Row(
                    row.user(),
                    new Credentials(row.credentials().lookup(), anew, row.credentials().key()))
                : row);
  }

  @Override
  public Mono<Void> noteLogin(UserId id, Instant at) {
    return Mono.fromRunnable(() -> change(id, user -> loggedIn(user, at)));
  }

  /** Closes the account, as an administrator would. */
  public synchronized void deactivate(UserId id) {
    change(
        id,
        user ->
            user.administer(Patch.keep(), Patch.set(false), user.updatedAt())
                    instanceof Accepted(var closed, _)
                ? closed
                : user);
  }

  /** The wrapped key kept with this user. */
  public synchronized @Nullable WrappedKey key(UserId id) {
    var row = rows.get(id);
    return row == null ? null : row.credentials().key();
  }

  /** What has happened so far. */
  public synchronized List<UserEvent> events() {
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
}
