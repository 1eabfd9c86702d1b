package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Query;

/** Shows somebody to those who may see everyone. */
public record GetUser(Actor actor, UserId user) implements Query<Profile> {
  @Override
  public Permission permission() {
    return Permission.USER_READ;
  }
}
