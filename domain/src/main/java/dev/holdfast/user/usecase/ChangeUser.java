package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Command;

/** Puts somebody into another role, closes their account or opens it again. */
public record ChangeUser(
    Actor actor, UserId user, Precondition ifMatch, Patch<Role> role, Patch<Boolean> isActive)
    implements Command<Profile> {
  @Override
  public Permission permission() {
    return Permission.USER_UPDATE;
  }
}
