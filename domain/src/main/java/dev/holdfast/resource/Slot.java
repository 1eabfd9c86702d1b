package dev.holdfast.resource;

import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that is offered for booking.
 *
 * @param unitsFree how many units are free for all of it, buffers included, from 1
 * @param price of one unit; absent where the resource has no price
 */
public record Slot(TimeRange range, int unitsFree, @Nullable Money price) {}
