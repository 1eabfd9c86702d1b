package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** A piece of the list of those who match, newest first. */
public record ListUsers(Actor actor, UserSearch search, Page.Request page)
    implements Query<Page<Profile>> {
  @Override
  public Permission permission() {
    return Permission.USER_READ;
  }
}
