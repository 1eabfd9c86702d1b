package dev.holdfast.notification;

import dev.holdfast.feed.EventFilter;
import dev.holdfast.notification.EndpointEvent.EndpointChanged;
import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.EndpointEvent.EndpointDeleted;
import dev.holdfast.notification.EndpointEvent.EndpointPaused;
import dev.holdfast.notification.EndpointEvent.EndpointSecretRotated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.AccessRejection.Invalid;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where someone wants to be told of what happens.
 *
 * @param venueId whose events it gets; absent for those of all venues and of none
 * @param types which of them; empty for every type
 * @param isActive whether anything is sent there
 * @param pausedReason why the server itself has stopped; absent while active, and when people did
 * @param version raised by exactly 1 with every change, from 1
 */
public record Endpoint(
    EndpointId id,
    @Nullable VenueId venueId,
    String url,
    List<String> types,
    @Nullable String description,
    boolean isActive,
    @Nullable PauseReason pausedReason,
    EndpointSecrets secrets,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public Endpoint {
    types = List.copyOf(types);
  }

  /** Which events it gets, of those that are told at all. */
  public EventFilter filter() {
    return new EventFilter(types, venueId);
  }

  /** A new endpoint of version 1. Its URL must be given. */
  public static Outcome<Endpoint, EndpointEvent> create(
      EndpointId id, EndpointTerms terms, SealedSecret secret, Instant now) {
    var url = terms.url().value();
    if (url == null) {
      throw new IllegalArgumentException("a new endpoint needs a URL");
    }
    var endpoint =
        new Endpoint(
            id,
            terms.venueId().value(),
            url,
            terms.types().or(List.of()),
            terms.description().value(),
            terms.isActive().or(true),
            null,
            EndpointSecrets.fresh(secret),
            1,
            now,
            now);
    return new Accepted<>(endpoint, List.of(new EndpointCreated(endpoint, now)));
  }

  /** The endpoint on other terms; where they are the terms it has, nothing happens. */
  public Outcome<Endpoint, EndpointEvent> change(EndpointTerms terms, Instant now) {
    var venue = terms.venueId();
    if (venue.given() && !Objects.equals(venue.value(), venueId)) {
      return new Rejected<>(new Invalid("/venueId", "cannot be changed"));
    }
    var active = terms.isActive().or(isActive);
    var other =
        new Endpoint(
            id,
            venueId,
            terms.url().or(url),
            terms.types().orKeep(types, List.of()),
            terms.description().orKeep(description),
            active,
            active ? null : pausedReason,
            secrets,
            version,
            createdAt,
            updatedAt);
    if (other.equals(this)) {
      return new Accepted<>(this, List.of());
    }
    var next = other.next(now);
    return new Accepted<>(next, List.of(new EndpointChanged(next, now)));
  }

  /** The endpoint with other secrets. */
  public Outcome<Endpoint, EndpointEvent> rotate(EndpointSecrets fresh, Instant now) {
    var next = withSecrets(fresh).next(now);
    return new Accepted<>(next, List.of(new EndpointSecretRotated(next, now)));
  }

  /** The same version of the endpoint with these secrets. */
  public Endpoint withSecrets(EndpointSecrets others) {
    return new Endpoint(
        id,
        venueId,
        url,
        types,
        description,
        isActive,
        pausedReason,
        others,
        version,
        createdAt,
        updatedAt);
  }

  /** The endpoint, to which nothing is sent for now; one that is not active stays as it is. */
  public Outcome<Endpoint, EndpointEvent> pause(PauseReason reason, Instant now) {
    if (!isActive) {
      return new Accepted<>(this, List.of());
    }
    var next =
        new Endpoint(
                id,
                venueId,
                url,
                types,
                description,
                false,
                reason,
                secrets,
                version,
                createdAt,
                updatedAt)
            .next(now);
    return new Accepted<>(next, List.of(new EndpointPaused(next, now)));
  }

  /** The endpoint's end. */
  public EndpointDeleted delete(Instant now) {
    return new EndpointDeleted(next(now), now);
  }

  private Endpoint next(Instant now) {
    return new Endpoint(
        id,
        venueId,
        url,
        types,
        description,
        isActive,
        pausedReason,
        secrets,
        version + 1,
        createdAt,
        now);
  }
}
