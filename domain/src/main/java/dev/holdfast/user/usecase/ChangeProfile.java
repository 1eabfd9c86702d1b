package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;

/** Changes what a person says about themselves. */
public record ChangeProfile(
    Actor actor,
    Precondition ifMatch,
    Patch<PersonName> firstName,
    Patch<PersonName> lastName,
    Patch<PhoneNumber> phone,
    Patch<String> avatarUrl)
    implements Command<Profile> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_UPDATE;
  }
}
