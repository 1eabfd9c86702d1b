package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Account;
import dev.holdfast.user.Password;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.User;
import dev.holdfast.user.UserRejection.InvalidCredentials;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.Passwords;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.SignInWatch;
import dev.holdfast.user.port.Users;
import java.time.InstantSource;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Opens sessions, carries them on, and ends them. */
public final class SignIns {
  private final Users users;
  private final Sessions sessions;
  private final LookupHashes hashes;
  private final Passwords passwords;
  private final AccessTokens tokens;
  private final SignInWatch watch;
  private final InstantSource clock;

  public SignIns(
      Users users,
      Sessions sessions,
      LookupHashes hashes,
      Passwords passwords,
      AccessTokens tokens,
      SignInWatch watch,
      InstantSource clock) {
    this.users = users;
    this.sessions = sessions;
    this.hashes = hashes;
    this.passwords = passwords;
    this.tokens = tokens;
    this.watch = watch;
    this.clock = clock;
  }

  /** Takes what this use case answers from the buses. */
  public void bind(CommandBus commands, QueryBus queries) {
    queries.handleStream(
        StreamOwnSessions.class, query -> sessions.all(query.actor().requireUserId()));
    commands.handle(LogIn.class, this::logIn);
    commands.handle(RefreshSession.class, this::refresh);
    commands.handle(LogOut.class, this::logOut);
  }

  /** Every refusal looks the same and takes the same work, so nobody learns who has an account. */
  Mono<TokenPair> logIn(LogIn command) {
    return account(command)
        .flatMap(
            account ->
                checked(command, account)
                    .switchIfEmpty(Mono.error(() -> refused(command.actor(), account))))
        .flatMap(user -> open(user, command.actor()));
  }

  private RejectedException refused(Actor actor, Optional<Account> account) {
    watch.refused(account.map(known -> known.user().id()).orElse(null), actor);
    return new RejectedException(new InvalidCredentials());
  }

  private Mono<Optional<Account>> account(LogIn command) {
    return Mono.justOrEmpty(command.email())
        .flatMap(email -> users.findByEmail(hashes.ofEmail(email)))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty());
  }

  private Mono<User> checked(LogIn command, Optional<Account> account) {
    return passwords
        .matches(command.password(), account.map(Account::password).orElse(null))
        .flatMap(matches -> Mono.justOrEmpty(matches ? account : Optional.empty()))
        .filter(known -> known.user().isActive())
        .delayUntil(known -> renewed(command.password(), known))
        .map(Account::user);
  }

  /**
   * Only here is the password known from which a hash can be made as hard to try as they are made
   * today. Nobody is kept out because that fails; it is tried again with the next sign-in.
   */
  private Mono<Void> renewed(Password password, Account account) {
    return passwords.isOutdated(account.password())
        ? passwords
            .hash(password)
            .flatMap(hash -> users.rehash(account.user().id(), account.password(), hash))
            .onErrorComplete()
        : Mono.empty();
  }

  private Mono<TokenPair> open(User user, Actor actor) {
    var now = clock.instant();
    var session = Session.open(user.id(), now);
    var refresh = RefreshToken.next();
    return sessions
        .open(session, refresh.hash(), actor)
        .then(users.noteLogin(user.id(), now))
        .then(Mono.fromSupplier(() -> pair(user, session, refresh)));
  }

  private TokenPair pair(User user, Session session, RefreshToken refresh) {
    var access = tokens.issue(new Claims(user.id(), user.role(), session.id()));
    return new TokenPair(access, refresh);
  }

  Mono<TokenPair> refresh(RefreshSession command) {
    var next = RefreshToken.next();
    return sessions
        .rotate(command.token().hash(), next.hash(), clock.instant(), command.actor())
        .flatMap(session -> carryOn(session, next))
        .switchIfEmpty(Mono.error(() -> new RejectedException(new InvalidToken())));
  }

  private Mono<TokenPair> carryOn(Session session, RefreshToken next) {
    return users.find(session.user()).filter(User::isActive).map(user -> pair(user, session, next));
  }

  Mono<Void> logOut(LogOut command) {
    return sessions.revoke(command.token().hash(), clock.instant(), command.actor());
  }
}
