package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.usecase.GetUser;
import dev.holdfast.user.usecase.ListUsers;
import dev.holdfast.user.usecase.MayChangeUser;
import dev.holdfast.user.usecase.Profile;
import dev.holdfast.user.usecase.StreamUsers;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Accounts, for whoever makes one and for those who look after all of them: {@link Profile} has the
 * fields of the contract and is answered as it is.
 */
public final class UserHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public UserHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
    PhoneNumbers.load();
  }

  Mono<ServerResponse> signUp(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> body.as(form -> UserForms.signUp(actor, form)))
        .flatMap(commands::send)
        .flatMap(
            profile -> Answers.created("/v1/users/" + profile.id(), profile, profile.version()));
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var actor = Callers.of(request);
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    var search = UserForms.search(query);
    query.check();
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamUsers(actor, search)), profile -> profile)
        : queries
            .ask(new ListUsers(actor, search, page))
            .flatMap(found -> lists.page(request, found, profile -> profile));
  }

  Mono<ServerResponse> show(ServerRequest request) {
    var id = new UserId(QueryParams.id(request, "id"));
    return queries.ask(new GetUser(Callers.of(request), id)).flatMap(UserHandler::answer);
  }

  Mono<ServerResponse> change(ServerRequest request) {
    var id = new UserId(QueryParams.id(request, "id"));
    var actor = Callers.of(request);
    var ifMatch = ETags.precondition(request);
    var probe = new MayChangeUser(actor, id, ifMatch, Permission.USER_UPDATE);
    return JsonBody.read(request)
        .map(body -> body.form(form -> UserForms.standing(actor, id, ifMatch, form)))
        .flatMap(form -> form.after(() -> queries.ask(probe)))
        .flatMap(commands::send)
        .flatMap(UserHandler::answer);
  }

  static Mono<ServerResponse> answer(Profile profile) {
    return Answers.ok(profile, profile.version());
  }
}
