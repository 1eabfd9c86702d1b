package dev.holdfast.resource.port;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.Flaw;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Venues and resources in memory, with a diary of what happened. One change at a time. */
public final class InMemoryCatalogue implements Venues, Resources {
  private final ConcurrentMap<VenueId, Venue> venues = new ConcurrentHashMap<>();
  private final ConcurrentMap<ResourceId, Resource> resources = new ConcurrentHashMap<>();
  private final List<Object> diary = new CopyOnWriteArrayList<>();

  /** What happened, in order. */
  public List<Object> diary() {
    return List.copyOf(diary);
  }

  @Override
  public Mono<Venue> find(VenueId id) {
    return Mono.fromSupplier(() -> venues.get(id));
  }

  @Override
  public Mono<Set<VenueId>> managedBy(UserId user) {
    return Mono.fromSupplier(
        () ->
            venues.values().stream()
                .filter(venue -> venue.staff().contains(user))
                .map(Venue::id)
                .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Mono<Page<Venue>> list(Page.Request page) {
    return Mono.fromSupplier(() -> page(venuesNewestFirst(), page, venue -> venue.id().value()));
  }

  @Override
  public Flux<Venue> all() {
    return Flux.defer(() -> Flux.fromIterable(venuesNewestFirst()));
  }

  private List<Venue> venuesNewestFirst() {
    return venues.values().stream()
        .sorted(Comparator.comparing((Venue venue) -> text(venue.id().value())).reversed())
        .toList();
  }

  @Override
  public Mono<Venue> add(VenueCreated created, Actor actor) {
    return Mono.fromSupplier(
        () -> {
          venues.put(created.venue().id(), created.venue());
          diary.add(created);
          return created.venue();
        });
  }

  @Override
  public Mono<Venue> save(VenueChanged changed, Actor actor) {
    return Mono.fromSupplier(() -> keep(changed));
  }

  private synchronized Venue keep(VenueChanged changed) {
    var venue = changed.venue();
    var before = venues.get(venue.id());
    if (before == null || before.version() != venue.version() - 1) {
      throw new RejectedException(new VersionMismatch(before == null ? 0 : before.version()));
    }
    if (!before.currency().equals(venue.currency()) && hasPrices(venue.id())) {
      throw new RejectedException(new Inconsistent(List.of(new Flaw("/currency", "prices"))));
    }
    venues.put(venue.id(), venue);
    diary.add(changed);
    return venue;
  }

  private boolean hasPrices(VenueId venue) {
    return resources.values().stream()
        .anyMatch(resource -> resource.venueId().equals(venue) && resource.price() != null);
  }

  @Override
  public Mono<Bookable> find(ResourceId id) {
    return Mono.fromSupplier(() -> resources.get(id))
        .map(resource -> new Bookable(resource, venueOf(resource)));
  }

  @Override
  public Mono<Page<Resource>> list(Filter filter, Page.Request page) {
    return Mono.fromSupplier(() -> page(matching(filter), page, resource -> resource.id().value()));
  }

  @Override
  public Flux<Resource> all(Filter filter) {
    return Flux.defer(() -> Flux.fromIterable(matching(filter)));
  }

  private List<Resource> matching(Filter filter) {
    var text = filter.text() == null ? "" : filter.text().toLowerCase(Locale.ROOT);
    return resources.values().stream()
        .filter(each -> filter.venueId() == null || each.venueId().equals(filter.venueId()))
        .filter(each -> filter.kind() == null || each.kind().equals(filter.kind()))
        .filter(each -> each.name().toLowerCase(Locale.ROOT).contains(text))
        .sorted(Comparator.comparing((Resource each) -> text(each.id().value())).reversed())
        .toList();
  }

  @Override
  public Mono<Resource> add(ResourceCreated created, Actor actor) {
    return Mono.fromSupplier(() -> keep(created, 0));
  }

  @Override
  public Mono<Resource> save(ResourceEvent changed, Actor actor) {
    return Mono.fromSupplier(() -> keep(changed, changed.resource().version() - 1));
  }

  private synchronized Resource keep(ResourceEvent event, long expected) {
    var resource = event.resource();
    var before = resources.get(resource.id());
    var version = before == null ? 0 : before.version();
    if (version != expected) {
      throw new RejectedException(new VersionMismatch(version));
    }
    var price = resource.price();
    if (price != null && !price.amount().currency().equals(venueOf(resource).currency())) {
      throw new RejectedException(
          new Inconsistent(List.of(new Flaw("/price/currency", "must be the venue's"))));
    }
    resources.put(resource.id(), resource);
    diary.add(event);
    return resource;
  }

  private Venue venueOf(Resource resource) {
    var venue = venues.get(resource.venueId());
    if (venue == null) {
      throw new IllegalStateException("no venue " + resource.venueId());
    }
    return venue;
  }

  private static <T> Page<T> page(List<T> newestFirst, Page.Request page, Function<T, UUID> id) {
    var after = page.after();
    var rest =
        newestFirst.stream()
            .filter(each -> after == null || text(id.apply(each)).compareTo(text(after)) < 0)
            .limit(page.limit() + 1L)
            .toList();
    var hasMore = rest.size() > page.limit();
    var items = hasMore ? rest.subList(0, page.limit()) : rest;
    return new Page<>(items, lastOf(hasMore, items, id));
  }

  private static <T> @Nullable UUID lastOf(boolean hasMore, List<T> items, Function<T, UUID> id) {
    return hasMore ? id.apply(items.getLast()) : null;
  }

  /** UUIDs compare as their text does, not as Java's signed halves do. */
  private static String text(UUID id) {
    return id.toString();
  }
}
