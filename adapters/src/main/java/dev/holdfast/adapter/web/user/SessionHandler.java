package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.PublicKeys;
import dev.holdfast.user.usecase.LogIn;
import dev.holdfast.user.usecase.LogOut;
import dev.holdfast.user.usecase.RefreshSession;
import dev.holdfast.user.usecase.TokenPair;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Sign-in, refresh, sign-out, and the keys to check their tokens with. */
public final class SessionHandler {
  private static final int EMAIL_LENGTH_MAX = 254;
  private static final int TOKEN_LENGTH_MAX = 512;

  /** A copy of the keys is thrown away long before one of them that is not in it signs. */
  private static final CacheControl KEYS_KEPT =
      CacheControl.maxAge(5, TimeUnit.MINUTES).cachePublic();

  private final CommandBus commands;
  private final PublicKeys keys;
  private final LookupHashes hashes;
  private final RequestLimits limits;

  /**
   * @param limits how often one may try to sign in to an account
   */
  public SessionHandler(
      CommandBus commands, PublicKeys keys, LookupHashes hashes, RequestLimits limits) {
    this.commands = commands;
    this.keys = keys;
    this.hashes = hashes;
    this.limits = limits;
  }

  /** The two tokens as the contract has them (RFC 6749 §5.1, in camel case). */
  private record TokensView(
      String accessToken, String tokenType, long expiresIn, String refreshToken) {
    static TokensView of(TokenPair pair) {
      var access = pair.access();
      return new TokensView(
          access.token(), "Bearer", access.life().toSeconds(), pair.refresh().text());
    }

    /** Says nothing. */
    @Override
    public String toString() {
      return "TokensView[…]";
    }
  }

  Mono<ServerResponse> logIn(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> body.as(form -> logIn(actor, form)))
        .flatMap(command -> pass(request, command))
        .flatMap(pair -> Answers.ok(TokensView.of(pair)));
  }

  /** An account is counted whether or not it exists, and before its password is looked at. */
  private Mono<TokenPair> pass(ServerRequest request, LogIn command) {
    var email = command.email();
    if (email == null) {
      return commands.send(command);
    }
    var account = hashes.ofEmail(email).hex();
    return limits
        .passSignIn(request.exchange(), account)
        .then(commands.send(command))
        .delayUntil(_ -> limits.signedIn(request.exchange(), account));
  }

  private static LogIn logIn(Actor actor, JsonBody body) {
    var email = body.anyText("email", 1, EMAIL_LENGTH_MAX).required();
    var password =
        body.anyText("password", 1, Password.LENGTH_MAX)
            .where(text -> Password.parse(text).isPresent(), "is too long")
            .required();
    return new LogIn(
        actor, Email.parse(email).orElse(null), Password.parse(password).orElseThrow());
  }

  Mono<ServerResponse> refresh(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(SessionHandler::token)
        .map(token -> token.orElseThrow(() -> new RejectedException(new InvalidToken())))
        .flatMap(token -> commands.send(new RefreshSession(actor, token)))
        .flatMap(pair -> Answers.ok(TokensView.of(pair)));
  }

  /** What cannot be a token has no session to end, and is answered like any other. */
  Mono<ServerResponse> logOut(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .flatMap(body -> Mono.justOrEmpty(token(body)))
        .flatMap(token -> commands.send(new LogOut(actor, token)))
        .then(Mono.defer(Answers::noContent));
  }

  private static Optional<RefreshToken> token(JsonBody body) {
    return body.as(
        form -> RefreshToken.parse(form.anyText("refreshToken", 1, TOKEN_LENGTH_MAX).required()));
  }

  Mono<ServerResponse> listKeys(ServerRequest request) {
    QueryParams.none(request);
    return Answers.json(HttpStatus.OK)
        .cacheControl(KEYS_KEPT)
        .bodyValue(keys.asJson().getBytes(StandardCharsets.UTF_8));
  }
}
