package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.CheckpointsContract;

class PostgresCheckpointsIT implements CheckpointsContract {
  private final Checkpoints checkpoints = new PostgresCheckpoints(TestDatabase.database());

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }
}
