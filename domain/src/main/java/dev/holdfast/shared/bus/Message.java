package dev.holdfast.shared.bus;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;

/** What travels on a bus: who asks, and what it takes to be let through. */
public sealed interface Message permits Command, Query {
  Actor actor();

  /** What the actor's role must carry. Whether they may touch this very object is asked later. */
  Permission permission();
}
