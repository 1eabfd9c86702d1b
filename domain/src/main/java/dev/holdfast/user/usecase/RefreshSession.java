package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.user.RefreshToken;

/** Trades a refresh token for a new pair. */
public record RefreshSession(Actor actor, RefreshToken token) implements Command<TokenPair> {
  @Override
  public Permission permission() {
    return Permission.SESSION_OPEN;
  }
}
