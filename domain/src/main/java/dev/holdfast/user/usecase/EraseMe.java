package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/** Erases whoever asks. */
public record EraseMe(Actor actor) implements Command<Void> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_ERASE;
  }
}
