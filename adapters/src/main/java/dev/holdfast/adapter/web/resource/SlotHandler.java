package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.usecase.FindSlots;
import dev.holdfast.shared.MoneyFacts;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** When a resource is free. */
public final class SlotHandler {
  /** How long a slot may be is a rule of the resource, so the parameter itself knows no bound. */
  private static final Duration LENGTH_MAX = Duration.ofDays(100_000_000);

  private final QueryBus queries;

  public SlotHandler(QueryBus queries) {
    this.queries = queries;
  }

  private record SlotView(String start, String end, int unitsFree, @Nullable MoneyFacts price) {
    static SlotView of(Slot slot, ZoneId zone) {
      var price = slot.price();
      return new SlotView(
          text(slot.range().start(), zone),
          text(slot.range().end(), zone),
          slot.unitsFree(),
          price == null ? null : MoneyFacts.of(price));
    }

    private static String text(Instant instant, ZoneId zone) {
      return Json.text(instant.atZone(zone).toOffsetDateTime());
    }
  }

  Mono<ServerResponse> find(ServerRequest request) {
    var query = QueryParams.of(request);
    var id = new ResourceId(query.pathId("id"));
    var from = query.instant("from").required();
    var to = query.instant("to").required();
    var length = query.duration("duration", Duration.ZERO, LENGTH_MAX).optional();
    var zone = query.zone("timeZone").orElse(ZoneOffset.UTC);
    query.check();
    checkRange(query, from, to);
    return queries
        .ask(new FindSlots(Callers.of(request), id, new TimeRange(from, to), length))
        .flatMap(slots -> Lists.whole(slots, slot -> SlotView.of(slot, zone)));
  }

  private static void checkRange(QueryParams query, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      query.refuse("to", "must be after from");
    } else if (Duration.between(from, to).compareTo(FindSlots.RANGE_MAX) > 0) {
      query.refuse("to", "must be at most " + FindSlots.RANGE_MAX.toDays() + " days after from");
    }
    query.check();
  }
}
