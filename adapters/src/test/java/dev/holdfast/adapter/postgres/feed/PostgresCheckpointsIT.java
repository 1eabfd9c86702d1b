package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.PostgresPool;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.CheckpointsContract;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.shared.Ids;
import java.util.List;
import java.util.Objects;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

class PostgresCheckpointsIT implements CheckpointsContract {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final EventLog LOG =
      new PostgresEventLog(
          TestDatabase.database(),
          PostgresPool.factory(TestDatabase.url(), LoopResources.create("test-parked", 1, true)),
          JSON);

  private final Checkpoints checkpoints = new PostgresCheckpoints(TestDatabase.database(), JSON);

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public LoggedEvent logged() {
    var id = Ids.next();
    var writer = LogWriter.begin();
    writer.append(id, 1);
    writer.commit();
    var found = LOG.versions(List.of(new AggregateVersion(id, 1))).block();
    return Objects.requireNonNull(found).getFirst();
  }
}
