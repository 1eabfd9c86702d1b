package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.RefreshToken;

/** Ends the session of a refresh token; its access tokens run out within their minutes. */
public record LogOut(Actor actor, RefreshToken token) implements Command<Void> {
  @Override
  public Permission permission() {
    return Permission.SESSION_OPEN;
  }
}
