package dev.holdfast.feed.usecase;

import dev.holdfast.feed.Audience;
import dev.holdfast.feed.EventFilter;
import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.Slice;
import dev.holdfast.feed.usecase.ListChanges.Changes;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.QueryBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets everyone follow, or read afterwards, whatever they may see, of whatever booking. */
public final class AllEvents {
  /** How many events are read at once. */
  private static final int SLICE = 500;

  /** How many events one answer looks through, however few of them are for who asks. */
  private static final int LOOKED_AT_MAX = 20_000;

  private final LiveFeed feed;
  private final EventLog log;
  private final Catalogue catalogue;

  public AllEvents(LiveFeed feed, EventLog log, Catalogue catalogue) {
    this.feed = feed;
    this.log = log;
    this.catalogue = catalogue;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries
        .handle(FollowEvents.class, this::follow)
        .handle(FollowResource.class, this::followResource)
        .handle(ListChanges.class, this::list)
        .handle(StreamChanges.class, this::stream);
  }

  /**
   * A stream without gap or repetition, until the feed is closed; rejected as {@link PositionGone}
   * when no event stands where it is to be taken up.
   */
  Mono<Flux<LoggedEvent>> follow(FollowEvents query) {
    return Mono.zip(wanted(query.actor(), query.filter()), start(query.after()), feed::matching);
  }

  /** As {@link #follow}; rejected as unknown when there is no such resource. */
  Mono<Flux<LoggedEvent>> followResource(FollowResource query) {
    return catalogue
        .bookable(query.resource())
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())))
        .then(start(query.after()))
        .map(start -> feed.ofResource(query.resource().value(), start));
  }

  /** What is asked for, and may be seen by who asks. */
  private Mono<Predicate<LoggedEvent>> wanted(Actor actor, EventFilter filter) {
    return catalogue
        .managedBy(actor)
        .map(venues -> new Audience(actor.requireUserId().value(), actor.isAdmin(), venues))
        .<Predicate<LoggedEvent>>map(
            audience ->
                event -> event.isPublished() && filter.wants(event) && audience.sees(event));
  }

  private Mono<Position> start(@Nullable Position after) {
    return after == null ? feed.head() : feed.known(after);
  }

  /** Rejected as {@link PositionGone} when no event stands at the place asked for. */
  Mono<Changes> list(ListChanges query) {
    return Mono.zip(wanted(query.actor(), query.filter()), oldest(query.after()))
        .flatMap(both -> new Search(both.getT1(), query.limit(), query.after()).from(both.getT2()));
  }

  /** As {@link #list}, all at once and as fast as it is read. */
  Mono<Flux<LoggedEvent>> stream(StreamChanges query) {
    return Mono.zip(
        wanted(query.actor(), query.filter()),
        oldest(query.after()),
        (wanted, start) ->
            log.after(start, SLICE)
                .expand(slice -> isLast(slice) ? Mono.empty() : log.after(slice.readUpTo(), SLICE))
                .concatMapIterable(Slice::events, 1)
                .filter(wanted));
  }

  private Mono<Position> oldest(@Nullable Position after) {
    return after == null ? Mono.just(Position.START) : feed.known(after);
  }

  private static boolean isLast(Slice slice) {
    return slice.events().size() < SLICE;
  }

  /** Goes through the log until enough has been found, all has been seen, or too much. */
  private final class Search {
    private final Predicate<LoggedEvent> wanted;
    private final int limit;
    private final @Nullable Position asked;
    private final List<LoggedEvent> found = new ArrayList<>();
    private int lookedAt;

    Search(Predicate<LoggedEvent> wanted, int limit, @Nullable Position asked) {
      this.wanted = wanted;
      this.limit = limit;
      this.asked = asked;
    }

    Mono<Changes> from(Position position) {
      return log.after(position, SLICE)
          .expand(slice -> isEnough(slice) ? Mono.empty() : log.after(slice.readUpTo(), SLICE))
          .last()
          .map(this::changes);
    }

    private boolean isEnough(Slice slice) {
      slice.events().stream().filter(wanted).limit(limit - (long) found.size()).forEach(found::add);
      lookedAt += slice.events().size();
      return found.size() == limit || isLast(slice) || lookedAt >= LOOKED_AT_MAX;
    }

    private Changes changes(Slice last) {
      if (found.size() < limit && !isLast(last)) {
        return new Changes(found, last.readUpTo());
      }
      return new Changes(found, found.isEmpty() ? asked : found.getLast().position());
    }
  }
}
