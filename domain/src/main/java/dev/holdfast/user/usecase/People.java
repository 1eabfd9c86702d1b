package dev.holdfast.user.usecase;

import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.User;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.Users;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds people, personal texts opened; for use cases that have settled who may see them. */
public final class People {
  /** How many data keys are fetched at once for a list. */
  private static final int OPENED_AT_ONCE = 8;

  private final Users users;
  private final PersonalKeys keys;
  private final LookupHashes hashes;

  public People(Users users, PersonalKeys keys, LookupHashes hashes) {
    this.users = users;
    this.keys = keys;
    this.hashes = hashes;
  }

  /**
   * Somebody who may be written to, personal texts opened; empty when there is no such person (any
   * more) or the account is not active.
   */
  public Mono<Profile> reachable(UserId id) {
    return users.find(id).filter(User::isActive).flatMap(this::opened);
  }

  /** Somebody; rejected as {@link NotFound} when there is no such person (any more). */
  Mono<Profile> known(UserId id) {
    return users.find(id).flatMap(this::opened).switchIfEmpty(notFound());
  }

  /** The user, in this very version if one is named; opened by whoever needs it. */
  Mono<User> changeable(UserId id, Precondition ifMatch) {
    return users
        .find(id)
        .switchIfEmpty(notFound())
        .doOnNext(
            user ->
                ifMatch
                    .refuse(user.version())
                    .ifPresent(
                        reason -> {
                          throw new RejectedException(reason);
                        }));
  }

  Mono<Page<Profile>> list(UserSearch search, Page.Request page) {
    return users
        .list(filter(search), page)
        .flatMap(
            found ->
                opened(Flux.fromIterable(found.items()))
                    .collectList()
                    .map(profiles -> new Page<>(profiles, found.after())));
  }

  Flux<Profile> stream(UserSearch search) {
    return opened(users.all(filter(search)));
  }

  /** Whoever is erased meanwhile is left out. */
  private Flux<Profile> opened(Flux<User> all) {
    return all.flatMapSequential(this::opened, OPENED_AT_ONCE, 1);
  }

  Mono<Profile> opened(User user) {
    return keys.of(user.id()).map(key -> Profile.of(user, key));
  }

  private Users.Filter filter(UserSearch search) {
    return new Users.Filter(
        hash(search.email(), hashes::ofEmail),
        hash(search.phone(), hashes::ofPhone),
        hash(search.firstName(), hashes::ofFirstName),
        hash(search.lastName(), hashes::ofLastName),
        search.role(),
        search.isActive());
  }

  private static <T> @Nullable LookupHash hash(@Nullable T value, Function<T, LookupHash> hash) {
    return value == null ? null : hash.apply(value);
  }

  static <T> Mono<T> notFound() {
    return Mono.error(() -> new RejectedException(new NotFound()));
  }
}
