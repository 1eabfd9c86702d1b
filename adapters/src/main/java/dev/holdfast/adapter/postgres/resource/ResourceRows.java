package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceFacts;
import dev.holdfast.resource.ResourceFacts.OpeningFacts;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.shared.Money;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Resources out of rows, and the opening hours that each carries as JSON. */
final class ResourceRows {
  /** The columns that {@link #read} needs, of resources as r joined with venues as v. */
  static final String COLUMNS =
      """
      r.venue_id, v.currency, r.id, r.kind, r.name, r.description, r.capacity,
      r.buffer_before_seconds, r.buffer_after_seconds, r.slot_step_seconds, r.min_duration_seconds,
      r.max_duration_seconds, r.min_notice_seconds, r.horizon_days, r.price_amount, r.price_per,
      r.approval_required, r.payment_required, r.is_active, r.opening_hours::text AS hours,
      r.version, r.created_at, r.updated_at
      """;

  private static final TypeReference<List<OpeningFacts>> HOURS = new TypeReference<>() {};

  private final JsonMapper json;
  private final ObjectReader hours;
  private final Recurrences recurrences;

  ResourceRows(JsonMapper json, Recurrences recurrences) {
    this.json = json;
    this.hours = json.readerFor(HOURS);
    this.recurrences = recurrences;
  }

  Resource read(Readable row) {
    return new Resource(
        new ResourceId(Column.uuid(row, "id")),
        new VenueId(Column.uuid(row, "venue_id")),
        Column.text(row, "kind"),
        Column.text(row, "name"),
        row.get("description", String.class),
        Column.of(row, "capacity", Integer.class),
        duration(row, "buffer_before_seconds"),
        duration(row, "buffer_after_seconds"),
        duration(row, "slot_step_seconds"),
        duration(row, "min_duration_seconds"),
        duration(row, "max_duration_seconds"),
        duration(row, "min_notice_seconds"),
        Column.of(row, "horizon_days", Integer.class),
        price(row),
        Column.of(row, "approval_required", Boolean.class),
        Column.of(row, "payment_required", Boolean.class),
        Column.of(row, "is_active", Boolean.class),
        readHours(Column.text(row, "hours")),
        Column.number(row, "version"),
        Column.instant(row, "created_at"),
        Column.instant(row, "updated_at"));
  }

  private static Duration duration(Readable row, String name) {
    return Duration.ofSeconds(Column.number(row, name));
  }

  private static @Nullable Price price(Readable row) {
    var amount = row.get("price_amount", BigDecimal.class);
    return amount == null
        ? null
        : new Price(
            Money.of(amount, Currency.getInstance(Column.text(row, "currency"))),
            Price.Per.valueOf(Column.text(row, "price_per")));
  }

  /** Opening hours in the form that the driver binds. */
  Json writeHours(OpeningHours hours) {
    return Json.of(json.writeValueAsBytes(ResourceFacts.of(hours)));
  }

  private OpeningHours readHours(String text) {
    List<OpeningFacts> rules = hours.readValue(text);
    return new OpeningHours(rules.stream().map(this::rule).toList());
  }

  private OpeningHours.Rule rule(OpeningFacts facts) {
    var recurrence =
        recurrences
            .read(facts.rrule())
            .orElseThrow(() -> new IllegalStateException("no rule any more: " + facts.rrule()));
    return new OpeningHours.Rule(
        recurrence,
        LocalTime.parse(facts.start()),
        LocalTime.parse(facts.end()),
        facts.validFrom(),
        facts.validTo());
  }
}
