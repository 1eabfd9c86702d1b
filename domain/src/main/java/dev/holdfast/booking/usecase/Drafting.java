package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingRejection.TotalMismatch;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Sealed;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a request into a draft that breaks no rule, or refuses it; pure. */
final class Drafting {
  private final BookSlots command;
  private final Map<ResourceId, Bookable> bookables;
  private final Instant now;

  /**
   * @param bookables every resource of the request
   */
  Drafting(BookSlots command, Map<ResourceId, Bookable> bookables, Instant now) {
    this.command = command;
    this.bookables = bookables;
    this.now = now;
  }

  /** The draft; rejected by the first rule, in the order of the contract, that is broken. */
  BookingDraft draft(BookingId id, @Nullable Sealed note) {
    var wanted = new Claims(command.items(), bookables, now);
    var venue = wanted.venue();
    var claims = wanted.in(venue.id());
    var awaiting = awaiting(claims);
    var draft =
        new BookingDraft(
            id,
            venue.id(),
            command.actor().requireUserId(),
            claims,
            venue.currency(),
            awaiting.isEmpty() ? null : now.plus(venue.holdTtl()),
            awaiting,
            note,
            venue.cancellationPolicy(),
            now);
    var expected = command.expectedTotal();
    if (expected != null && !expected.equals(draft.total())) {
      throw new RejectedException(new TotalMismatch(expected, draft.total()));
    }
    return draft;
  }

  private Set<Awaiting> awaiting(List<Claim> claims) {
    var awaiting = EnumSet.noneOf(Awaiting.class);
    if (command.hold()) {
      awaiting.add(Awaiting.CONFIRMATION);
    }
    if (bookables.values().stream().anyMatch(one -> one.resource().approvalRequired())) {
      awaiting.add(Awaiting.APPROVAL);
    }
    var costs =
        claims.stream().flatMap(claim -> claim.prices().stream()).anyMatch(Drafting::isPositive);
    if (costs && bookables.values().stream().anyMatch(one -> one.resource().paymentRequired())) {
      awaiting.add(Awaiting.PAYMENT);
    }
    return awaiting;
  }

  private static boolean isPositive(Money money) {
    return money.minorUnits() > 0;
  }
}
