package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** All who match, newest first. */
public record StreamUsers(Actor actor, UserSearch search) implements Query<Profile> {
  @Override
  public Permission permission() {
    return Permission.USER_READ;
  }
}
