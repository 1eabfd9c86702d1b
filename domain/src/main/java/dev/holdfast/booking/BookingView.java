package dev.holdfast.booking;

import org.jspecify.annotations.Nullable;

/**
 * A booking as someone who may read it sees it.
 *
 * @param note what the person wrote; absent also once the person has been erased
 * @param cancelReason likewise
 */
public record BookingView(
    BookingFacts facts, @Nullable String note, @Nullable String cancelReason) {}
