package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent.UserCreated;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** All users, kept durably. Nothing happens before subscription. */
public interface Users {
  /** The user under this id, or empty when there is none (any more). */
  Mono<User> find(UserId id);

  /** The account with this address, or empty when there is none. */
  Mono<Account> findByEmail(LookupHash email);

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
}
