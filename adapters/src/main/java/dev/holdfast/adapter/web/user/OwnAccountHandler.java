package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.usecase.EraseMe;
import dev.holdfast.user.usecase.GetProfile;
import dev.holdfast.user.usecase.MayChangeUser;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What people see of their own account and do to it. */
public final class OwnAccountHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final RequestLimits limits;

  /**
   * @param limits counts tries of the current password, which a token alone must not allow to guess
   */
  public OwnAccountHandler(CommandBus commands, QueryBus queries, RequestLimits limits) {
    this.commands = commands;
    this.queries = queries;
    this.limits = limits;
  }

  Mono<ServerResponse> show(ServerRequest request) {
    QueryParams.none(request);
    return queries.ask(new GetProfile(Callers.of(request))).flatMap(UserHandler::answer);
  }

  Mono<ServerResponse> change(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    var ifMatch = ETags.precondition(request);
    var probe = new MayChangeUser(actor, actor.requireUserId(), ifMatch, Permission.PROFILE_UPDATE);
    return JsonBody.read(request)
        .map(body -> body.form(form -> UserForms.profile(actor, ifMatch, form)))
        .flatMap(form -> form.after(() -> queries.ask(probe)))
        .flatMap(commands::send)
        .flatMap(UserHandler::answer);
  }

  Mono<ServerResponse> changeEmail(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> body.as(form -> UserForms.email(actor, form)))
        .delayUntil(_ -> countedTry(request))
        .flatMap(commands::send)
        .flatMap(UserHandler::answer);
  }

  Mono<ServerResponse> changePassword(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> body.as(form -> UserForms.password(actor, form)))
        .delayUntil(_ -> countedTry(request))
        .flatMap(commands::send)
        .then(Mono.defer(Answers::noContent));
  }

  private Mono<Void> countedTry(ServerRequest request) {
    return limits.passAccount(request.exchange(), Callers.of(request).requireUserId());
  }

  Mono<ServerResponse> erase(ServerRequest request) {
    QueryParams.none(request);
    return commands.send(new EraseMe(Callers.of(request))).then(Mono.defer(Answers::noContent));
  }
}
