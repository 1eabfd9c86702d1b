package dev.holdfast.app;

import dev.holdfast.adapter.web.user.ClosedAccounts;
import dev.holdfast.booking.usecase.BookSlots;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.Message;
import reactor.core.publisher.Mono;

/**
 * Keeps people who were erased from booking with a token that lives on for some minutes: nobody
 * would be left to let go of it. To them there is nothing here, as for whatever is asked of them.
 */
record ErasedBookNothing(ClosedAccounts accounts) implements Around {
  @Override
  public <R> Mono<R> one(Message message, Mono<R> work) {
    return message instanceof BookSlots && accounts.isErased(message.actor())
        ? Mono.error(() -> new RejectedException(new NotFound()))
        : work;
  }
}
