package dev.holdfast.user.usecase;

import dev.holdfast.shared.UserId;
import dev.holdfast.user.User;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.Users;
import reactor.core.publisher.Mono;

/** What other contexts ask about people. */
public final class People {
  private final Users users;
  private final PersonalKeys keys;

  public People(Users users, PersonalKeys keys) {
    this.users = users;
    this.keys = keys;
  }

  /**
   * Somebody who may be written to, personal texts opened; empty when there is no such person (any
   * more) or the account is not active.
   */
  public Mono<Profile> reachable(UserId id) {
    return users.find(id).filter(User::isActive).zipWhen(_ -> keys.of(id), Profile::of);
  }
}
