package dev.holdfast.notification;

import static dev.holdfast.resource.ResourceFixtures.NOW;

import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.port.Deliveries.NewDelivery;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Patch;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints and deliveries for tests. */
public final class WebhookFixtures {
  public static final String URL = "https://hooks.example.com/holdfast";

  /** Says nothing about anything. */
  public static final EndpointTerms SAME =
      new EndpointTerms(Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep());

  private WebhookFixtures() {}

  /** Terms that say only whether the endpoint is active. */
  public static EndpointTerms active(boolean isActive) {
    return new EndpointTerms(
        Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep(), Patch.set(isActive));
  }

  /** Terms of a new endpoint. */
  public static EndpointTerms terms(String url, @Nullable VenueId venue, String... types) {
    return new EndpointTerms(
        Patch.set(url),
        Patch.set(List.of(types)),
        new Patch<>(true, venue),
        Patch.clear(),
        Patch.set(true));
  }

  /** A new endpoint that gets these types, or all. */
  public static Endpoint anEndpoint(@Nullable VenueId venue, String... types) {
    return new Endpoint(
        EndpointId.next(),
        venue,
        URL,
        List.of(types),
        null,
        true,
        null,
        EndpointSecrets.fresh(new SealedSecret("sealed")),
        1,
        NOW,
        NOW);
  }

  public static EndpointCreated created(Endpoint endpoint) {
    return new EndpointCreated(endpoint, NOW);
  }

  /** What would tell an endpoint of one version of an aggregate. */
  public static NewDelivery telling(Endpoint endpoint, UUID aggregate, long version) {
    return new NewDelivery(
        DeliveryId.next(),
        endpoint.id(),
        endpoint.venueId(),
        new DeliverySubject(aggregate + "-" + version, "booking.confirmed", aggregate, version));
  }
}
