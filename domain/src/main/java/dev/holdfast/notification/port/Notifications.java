package dev.holdfast.notification.port;

import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.Notification;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All notifications, kept durably; whatever is said about time is said by the database's clock.
 * Nothing happens before subscription.
 *
 * <p>Without its place everything here fails with {@link dev.holdfast.shared.OutageException}.
 */
public interface Notifications {
  /** Keeps all of these changes together, or none. The same ones once more change nothing. */
  Mono<Void> record(Changes changes);

  /**
   * Takes mails that are due and nobody else has, those first that have been due for longest. A
   * claim ends with {@link #settle} or lapses after its length, so that what a dead process had is
   * taken up by another. Of one aggregate only the first mail that is due and PENDING is given out:
   * a later one never overtakes it, not even while it waits to be tried again.
   *
   * @param limit at most this many
   */
  Mono<List<Claimed>> claim(int limit, Duration length);

  /**
   * Ends a claim; answers false, and changes nothing, when it had lapsed and the mail has been
   * taken by another, or is PENDING no more.
   */
  Mono<Boolean> settle(Claimed claimed, Settlement settlement);

  /** A piece of a person's notifications, newest first. */
  Mono<Page<Notification>> list(UserId user, Page.Request page);

  /** All of a person's notifications, newest first, fetched as they are asked for. */
  Flux<Notification> all(UserId user);

  /**
   * What events have brought about.
   *
   * @param added PENDING; those that are there already, by aggregate, version and template, stay as
   *     they are. Due at once where {@code dueAt} is absent
   * @param outdated by aggregate: reminders of earlier versions than this one become CANCELLED
   * @param forgotten people of whom nothing is kept any more
   */
  record Changes(List<New> added, Map<UUID, Long> outdated, Set<UserId> forgotten) {
    public Changes {
      added = List.copyOf(added);
      outdated = Map.copyOf(outdated);
      forgotten = Set.copyOf(forgotten);
    }

    public boolean isEmpty() {
      return added.isEmpty() && outdated.isEmpty() && forgotten.isEmpty();
    }
  }

  /** See {@link Notification}. */
  record New(
      UUID id,
      UserId userId,
      @Nullable VenueId venueId,
      UUID aggregateId,
      long version,
      MailTemplate template,
      String subject,
      @Nullable Instant dueAt) {}

  /**
   * A mail to be sent by whoever has claimed it.
   *
   * @param claim tells this claim from all others
   * @param attempts how often it has been put off
   */
  record Claimed(Notification notification, UUID claim, int attempts) {}

  /** How a claim ends. */
  sealed interface Settlement {
    /** It is SENT, now. */
    record Sent() implements Settlement {}

    /** It is FAILED. */
    record Failed() implements Settlement {}

    /** It is CANCELLED. */
    record Dropped() implements Settlement {}

    /** It was put off once more, and is due again after so long. */
    record Again(Duration after) implements Settlement {}

    /** It is as if it had not been claimed. */
    record Released() implements Settlement {}
  }
}
