package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.util.context.Context;

class RequestIdInLogsTest {
  @Test
  void theIdInTheContextIsInTheLogWhileTheContextIsAndNoLonger() {
    var context = Context.of(EdgeFilter.REQUEST_ID, "r-1");
    var snapshots = ContextSnapshotFactory.builder().build();
    try (var _ = snapshots.captureFrom(context).setThreadLocals()) {
      assertThat(MDC.get(RequestIdInLogs.KEY)).isEqualTo("r-1");
    }
    assertThat(MDC.get(RequestIdInLogs.KEY)).isNull();
  }
}
