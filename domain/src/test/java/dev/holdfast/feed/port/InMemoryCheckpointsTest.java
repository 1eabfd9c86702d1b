package dev.holdfast.feed.port;

import java.time.InstantSource;

class InMemoryCheckpointsTest implements CheckpointsContract {
  private final Checkpoints checkpoints = new InMemoryCheckpoints(InstantSource.system());

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }
}
