package dev.holdfast.adapter.web.notification;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.notification.EndpointTerms;
import dev.holdfast.notification.WebhookTargets;
import dev.holdfast.notification.WebhookTypes;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Patch;
import java.util.List;

/** What bodies say about endpoints. */
final class WebhookForms {
  private static final int URL_MAX = 2_048;
  private static final int TYPES_MAX = 50;
  private static final int TYPE_MAX = 64;
  private static final int DESCRIPTION_MAX = 500;

  private WebhookForms() {}

  static EndpointTerms creation(JsonBody body) {
    return new EndpointTerms(
        Patch.set(url(body).required()),
        types(body).changeOrClear(),
        venue(body),
        description(body).changeOrClear(),
        new Patch<>(true, body.bool("isActive").optional()));
  }

  static EndpointTerms change(JsonBody body) {
    return new EndpointTerms(
        url(body).change(),
        types(body).changeOrClear(),
        venue(body),
        description(body).changeOrClear(),
        body.bool("isActive").change());
  }

  private static Field<String> url(JsonBody body) {
    return body.text("url", 1, URL_MAX)
        .where(WebhookTargets::isUrl, "must be a URL without a fragment");
  }

  private static Field<List<String>> types(JsonBody body) {
    return body.texts("types", 0, TYPES_MAX, TYPE_MAX)
        .where(
            types -> types.stream().allMatch(WebhookTypes::isKnown),
            "must be types of events such as booking.cancelled or booking.*");
  }

  static Patch<VenueId> venue(JsonBody body) {
    var field = body.uuid("venueId");
    var id = field.optional();
    return new Patch<>(field.given(), id == null ? null : new VenueId(id));
  }

  private static Field<String> description(JsonBody body) {
    return body.lines("description", 0, DESCRIPTION_MAX);
  }
}
