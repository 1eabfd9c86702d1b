package dev.holdfast.resource;

import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;

/** Why a resource cannot be had as asked, whoever asks and whoever has it. */
public sealed interface BookableRejection extends Rejection {
  ResourceId resource();

  record IntervalInPast(ResourceId resource, TimeRange range) implements BookableRejection {}

  /** Finer than a microsecond, which is what the database keeps. */
  record TimestampPrecision(ResourceId resource, TimeRange range) implements BookableRejection {}

  record IntervalLength(ResourceId resource, TimeRange range, Duration min, Duration max)
      implements BookableRejection {}

  record UnitsExceedCapacity(ResourceId resource, int units, int capacity)
      implements BookableRejection {}

  record ResourceInactive(ResourceId resource) implements BookableRejection {}

  record OutsideOpeningHours(ResourceId resource, TimeRange range) implements BookableRejection {}

  record OffGrid(ResourceId resource, TimeRange range, Duration step)
      implements BookableRejection {}

  record TooLateToBook(ResourceId resource, TimeRange range, Duration minNotice)
      implements BookableRejection {}

  record BeyondHorizon(ResourceId resource, TimeRange range, int days)
      implements BookableRejection {}
}
