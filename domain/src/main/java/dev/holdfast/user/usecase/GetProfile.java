package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** What is kept about the one who asks. */
public record GetProfile(Actor actor) implements Query<Profile> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_READ;
  }
}
