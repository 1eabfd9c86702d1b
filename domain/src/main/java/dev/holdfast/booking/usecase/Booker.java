package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingRejection.KeyReused;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.user.port.PersonalKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Takes slots. A retry is safe: the key commits with its effect, so whatever is refused is held
 * against the key before the refusal is given, and the first answer is given again.
 */
public final class Booker {
  private static final String ANSWER = "idempotency_keys.answer";

  private final Bookings bookings;
  private final Catalogue catalogue;
  private final Alternatives alternatives;
  private final BookingTexts texts;
  private final InstantSource clock;

  public Booker(Bookings bookings, Catalogue catalogue, BookingTexts texts, InstantSource clock) {
    this.bookings = bookings;
    this.catalogue = catalogue;
    this.alternatives = new Alternatives(catalogue);
    this.texts = texts;
    this.clock = clock;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(CommandBus commands) {
    commands.handle(BookSlots.class, this::book);
  }

  Mono<BookSlots.Answer> book(BookSlots command) {
    return bookables(command)
        .flatMap(bookables -> place(command, bookables))
        .onErrorResume(RejectedException.class, refusal -> replayOr(command, refusal));
  }

  private Mono<Map<ResourceId, Bookable>> bookables(BookSlots command) {
    return catalogue.bookables(command.items().stream().map(BookSlots.Item::resource).toList());
  }

  /** With the key of the actor, where there is something to seal. */
  private Mono<BookSlots.Answer> place(BookSlots command, Map<ResourceId, Bookable> bookables) {
    return command.note() == null
        ? place(command, bookables, Optional.empty())
        : texts
            .keyOf(command.actor().requireUserId())
            .flatMap(key -> place(command, bookables, Optional.of(key)));
  }

  private Mono<BookSlots.Answer> place(
      BookSlots command, Map<ResourceId, Bookable> bookables, Optional<PersonalKey> key) {
    var id = BookingId.next();
    var note = command.note();
    var sealed = note == null ? null : BookingTexts.sealNote(key.orElseThrow(), id, note);
    var draft = new Drafting(command, bookables, clock.instant()).draft(id, sealed);
    return bookings
        .place(draft, command.key(), booking -> kept(command, booking, key), command.actor())
        .flatMap(
            placement ->
                switch (placement) {
                  case Placement.Placed placed -> Mono.just(fresh(command, placed));
                  case Placement.KnownKey known -> replay(command, known);
                });
  }

  private static KeptAnswer kept(BookSlots command, Booking booking, Optional<PersonalKey> key) {
    var text = command.answer().apply(view(command, booking));
    return key.map(one -> new KeptAnswer(one.seal(ANSWER, text).sealed(), true))
        .orElseGet(() -> new KeptAnswer(text, false));
  }

  /** What was kept is what is answered, made once; a sealed one is not opened but made again. */
  private static BookSlots.Answer fresh(BookSlots command, Placement.Placed placed) {
    var kept = placed.answer();
    return new BookSlots.Answer(
        kept.isSealed() ? command.answer().apply(view(command, placed.booking())) : kept.text(),
        false);
  }

  private static BookingView view(BookSlots command, Booking booking) {
    return new BookingView(BookingFacts.of(booking), command.note(), null);
  }

  /** Where units are taken, keys are looked at before anything is refused; elsewhere only here. */
  private Mono<BookSlots.Answer> replayOr(BookSlots command, RejectedException refusal) {
    return switch (refusal.rejection()) {
      case SlotTaken taken ->
          alternatives
              .to(taken, command.items())
              .flatMap(offered -> Mono.error(new RejectedException(offered)));
      case RequestInProgress _, KeyReused _, Overloaded _ -> Mono.error(refusal);
      default ->
          bookings
              .answerTo(command.key())
              .flatMap(known -> replay(command, known))
              .switchIfEmpty(Mono.error(refusal));
    };
  }

  private Mono<BookSlots.Answer> replay(BookSlots command, Placement.KnownKey known) {
    if (!known.requestHash().equals(command.key().requestHash())) {
      return Mono.error(() -> new RejectedException(new KeyReused()));
    }
    var kept = known.answer();
    if (!kept.isSealed()) {
      return Mono.just(new BookSlots.Answer(kept.text(), true));
    }
    return texts
        .keyOf(command.key().user())
        .map(key -> key.open(ANSWER, new Sealed(kept.text())).orElseThrow())
        .map(text -> new BookSlots.Answer(text, true));
  }
}
