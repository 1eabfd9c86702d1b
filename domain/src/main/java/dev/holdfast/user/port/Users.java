package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.LookupKeys;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserEvent.UserErased;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All users, kept durably. Nothing happens before subscription. */
public interface Users {
  /** How many closed accounts are told of at most. */
  int CLOSED_MAX = 10_000;

  /** The user under this id, or empty when there is none (any more). */
  Mono<User> find(UserId id);

  /** The user under this id with what a sign-in is checked against, or empty as {@link #find}. */
  Mono<Account> findAccount(UserId id);

  /** The account with this address, or empty when there is none. */
  Mono<Account> findByEmail(LookupHash email);

  /** A piece of the matching users, newest first. */
  Mono<Page<User>> list(Filter filter, Page.Request page);

  /** All matching users, newest first, fetched as they are asked for. */
  Flux<User> all(Filter filter);

  /**
   * Keeps a new user with its credentials and the event, or nothing of it.
   *
   * @param actor whose doing it is, kept with the event
   * @return the user as kept; rejected as {@link dev.holdfast.user.UserRejection.EmailTaken} when
   *     another has the address
   */
  Mono<User> add(UserCreated created, Credentials credentials, Actor actor);

  /** Notes when the user last signed in; the version stays, and there is no event. */
  Mono<Void> noteLogin(UserId id, Instant at);

  /**
   * Replaces the user of the version before and keeps the event with it, or neither. Where the
   * event says that nobody stays signed in, every session ends with it.
   *
   * @param lookup absent where the user is found as before
   * @param password absent where it stays
   * @return the user as kept; rejected as {@link
   *     dev.holdfast.shared.AccessRejection.VersionMismatch} when another change came first, as
   *     {@link dev.holdfast.user.UserRejection.EmailTaken} when another has the new address
   */
  Mono<User> save(
      UserEvent.OfUser event,
      @Nullable LookupKeys lookup,
      @Nullable PasswordHash password,
      Actor actor);

  /**
   * Hashes the same password anew; the version stays, and there is no event.
   *
   * @param old does nothing when this is not the hash any more
   */
  Mono<Void> rehash(UserId id, PasswordHash old, PasswordHash anew);

  /**
   * Destroys the data key of the user of the version before, the hashes under which it is found,
   * its texts, password, sessions, and the answers kept for its retries, and keeps the event;
   * nobody finds the user any more. All of it or nothing.
   *
   * @return rejected as {@link dev.holdfast.shared.AccessRejection.VersionMismatch} when another
   *     change came first
   */
  Mono<Void> erase(UserErased erased, Actor actor);

  /**
   * The accounts that were closed or erased at this instant or later, and are so still: the last
   * {@link #CLOSED_MAX}, in no order. One that was changed after it was closed may be among them
   * without reason.
   */
  Mono<List<Closed>> closedSince(Instant instant);

  /** An account that nobody may use any more. */
  record Closed(UserId id, boolean isErased) {}

  /** Which users are wanted; what is absent does not restrict. */
  record Filter(
      @Nullable LookupHash email,
      @Nullable LookupHash phone,
      @Nullable LookupHash firstName,
      @Nullable LookupHash lastName,
      @Nullable Role role,
      @Nullable Boolean isActive) {}
}
