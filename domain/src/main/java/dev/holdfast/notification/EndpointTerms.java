package dev.holdfast.notification;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Patch;
import java.util.List;

/**
 * What is said about an endpoint when it is made or changed.
 *
 * @param types each known ({@link WebhookTypes#isKnown}); empty or cleared for every type
 * @param venueId whose events it gets; it stays what it was made with
 */
public record EndpointTerms(
    Patch<String> url,
    Patch<List<String>> types,
    Patch<VenueId> venueId,
    Patch<String> description,
    Patch<Boolean> isActive) {}
