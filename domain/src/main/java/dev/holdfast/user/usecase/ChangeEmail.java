package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;

/**
 * Has a person sign in with another address.
 *
 * @param current shows that it is they who ask
 */
public record ChangeEmail(Actor actor, Email email, Password current) implements Command<Profile> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_UPDATE;
  }
}
