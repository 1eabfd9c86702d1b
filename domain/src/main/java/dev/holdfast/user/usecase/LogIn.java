package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session.
 *
 * @param email absent when what was typed can be nobody's address; that is answered as any unknown
 *     one is
 */
public record LogIn(Actor actor, @Nullable Email email, Password password)
    implements Command<TokenPair> {
  @Override
  public Permission permission() {
    return Permission.SESSION_OPEN;
  }
}
