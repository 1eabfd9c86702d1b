package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Durations as venues and resources have them. */
final class Durations {
  private Durations() {}

  /** A duration within bounds, in whole seconds: finer is not kept. */
  static Field<Duration> field(JsonBody body, String name, Duration min, Duration max) {
    return body.duration(name, min, max)
        .where(
            duration -> duration.equals(duration.truncatedTo(ChronoUnit.SECONDS)),
            "must be in whole seconds");
  }
}
