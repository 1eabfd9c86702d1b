package dev.holdfast.feed.port;

import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Ids;
import java.time.InstantSource;

class InMemoryCheckpointsTest implements CheckpointsContract {
  private final Checkpoints checkpoints = new InMemoryCheckpoints(InstantSource.system());

  private long places;

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public LoggedEvent logged() {
    places++;
    return FeedFixtures.anEvent(new Position(1, places), Ids.next(), 1);
  }
}
