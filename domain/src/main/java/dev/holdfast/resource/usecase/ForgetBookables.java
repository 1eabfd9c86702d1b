package dev.holdfast.resource.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import java.util.function.Consumer;

/** Keeps what this node remembers of venues and resources behind what has happened to them. */
public final class ForgetBookables implements Consumer<LoggedEvent> {
  private final Bookables bookables;

  public ForgetBookables(Bookables bookables) {
    this.bookables = bookables;
  }

  @Override
  public void accept(LoggedEvent event) {
    switch (event.aggregateType()) {
      case "resource" -> bookables.forget(new ResourceId(event.aggregateId()));
      case "venue" -> bookables.forget(new VenueId(event.aggregateId()));
      default -> {} // nothing that is remembered here
    }
  }
}
