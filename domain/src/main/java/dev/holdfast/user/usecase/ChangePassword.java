package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.Password;

/**
 * Has a person sign in with another password, and ends their sessions.
 *
 * @param current shows that it is they who ask
 */
public record ChangePassword(Actor actor, Password current, Password next)
    implements Command<Void> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_UPDATE;
  }
}
