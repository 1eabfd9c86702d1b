package dev.holdfast.resource;

import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;

/** Why a resource cannot be had as asked, whoever asks and whoever has it. */
public sealed interface BookableRejection extends Rejection {
  ResourceId resource();

  /** The place of the rule in the order of the contract: of several, the lowest is told first. */
  default int rank() {
    return switch (this) {
      case IntervalInPast _ -> 0;
      case TimestampPrecision _ -> 1;
      case IntervalLength _ -> 2;
      case UnitsExceedCapacity _ -> 3;
      case ResourceInactive _ -> 4;
      case OutsideOpeningHours _ -> 5;
      case OffGrid _ -> 6;
      case TooLateToBook _ -> 7;
      case BeyondHorizon _ -> 8;
    };
  }

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
