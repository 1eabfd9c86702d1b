package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Query;

/**
 * Whether the actor may change this very version of a booking; refused like the change would be.
 * For when what is wrong with the change itself has to wait for that answer.
 *
 * @param permission {@link Permission#BOOKING_MANAGE} for what only managers may do
 */
public record MayChangeBooking(
    Actor actor, BookingId booking, Precondition ifMatch, Permission permission)
    implements Query<Boolean> {}
