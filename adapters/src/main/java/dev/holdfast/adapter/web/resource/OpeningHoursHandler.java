package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceFacts;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.usecase.GetResource;
import dev.holdfast.resource.usecase.MayChangeResource;
import dev.holdfast.resource.usecase.ReplaceOpeningHours;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Opening hours: a bare array, under the version of their resource. */
public final class OpeningHoursHandler {
  private static final int RULES_MAX = 100;
  private static final int RULE_LENGTH_MAX = 500;

  private final CommandBus commands;
  private final QueryBus queries;
  private final Recurrences recurrences;

  public OpeningHoursHandler(CommandBus commands, QueryBus queries, Recurrences recurrences) {
    this.commands = commands;
    this.queries = queries;
    this.recurrences = recurrences;
  }

  Mono<ServerResponse> show(ServerRequest request) {
    var id = new ResourceId(QueryParams.id(request, "id"));
    return queries
        .ask(new GetResource(Callers.of(request), id))
        .flatMap(OpeningHoursHandler::answer);
  }

  Mono<ServerResponse> replace(ServerRequest request) {
    var id = new ResourceId(QueryParams.id(request, "id"));
    var actor = Callers.of(request);
    var precondition = ETags.precondition(request);
    return JsonBody.readArray(request)
        .map(body -> body.form(this::hours))
        .flatMap(
            form -> form.after(() -> queries.ask(new MayChangeResource(actor, id, precondition))))
        .flatMap(hours -> commands.send(new ReplaceOpeningHours(actor, id, precondition, hours)))
        .flatMap(OpeningHoursHandler::answer);
  }

  private OpeningHours hours(JsonBody body) {
    return new OpeningHours(body.elements(0, RULES_MAX, this::rule));
  }

  private OpeningHours.Rule rule(JsonBody rule) {
    var rrule =
        rule.text("rrule", 1, RULE_LENGTH_MAX)
            .where(
                text -> recurrences.read(text).isPresent(),
                "is not an RRULE of RFC 5545 that repeats daily or less often");
    var start = rule.localTime("start");
    var end = rule.localTime("end");
    var validFrom = rule.localDate("validFrom").optional();
    var validTo =
        rule.localDate("validTo")
            .where(
                date -> validFrom == null || !date.isBefore(validFrom),
                "must not be before validFrom")
            .optional();
    var text = rrule.required();
    return new OpeningHours.Rule(
        recurrences.read(text).orElseThrow(), start.required(), end.required(), validFrom, validTo);
  }

  private static Mono<ServerResponse> answer(Resource resource) {
    return Answers.ok(ResourceFacts.of(resource.openingHours()), resource.version());
  }
}
