package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Something that is to be done to a booking that exists. */
public interface BookingChange extends Command<BookingView> {
  BookingId booking();

  /** What the actor has seen of it. */
  Precondition ifMatch();
}
