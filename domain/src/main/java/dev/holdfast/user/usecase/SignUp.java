package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account.
 *
 * @param role anything but USER takes an actor who stands above users
 */
public record SignUp(
    Actor actor,
    Email email,
    Password password,
    PersonName firstName,
    PersonName lastName,
    @Nullable PhoneNumber phone,
    Role role)
    implements Command<Profile> {

  /** An account as anyone may make it. */
  public SignUp(
      Actor actor,
      Email email,
      Password password,
      PersonName firstName,
      PersonName lastName,
      @Nullable PhoneNumber phone) {
    this(actor, email, password, firstName, lastName, phone, Role.USER);
  }

  @Override
  public Permission permission() {
    return Permission.USER_CREATE;
  }
}
