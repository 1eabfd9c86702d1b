package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.limit.KnownPlaces;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import dev.holdfast.shared.limit.Standing;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Which limits a request is counted against, and what its answer says of them (RateLimit header
 * fields, draft-ietf-httpapi-ratelimit-headers). Whoever has signed in is counted as a user,
 * wherever they come from; anyone else, and whoever sends a bad token, by their address.
 */
public final class RequestLimits {
  static final String STANDING = "RateLimit";
  static final String POLICY = "RateLimit-Policy";

  private final @Nullable Counting counting;

  private record Counting(RateLimits limits, KnownPlaces places, Policies policies) {}

  /**
   * The limits there are.
   *
   * @param anonymous requests of an address without a good token
   * @param user all requests of a user
   * @param booking those that book
   * @param venue those that change venues, resources and webhooks
   * @param login sign-ins from an address
   * @param account sign-ins to an account from one network, and from all where it is not known
   */
  public record Policies(
      RateLimit anonymous,
      RateLimit user,
      RateLimit booking,
      RateLimit venue,
      RateLimit login,
      RateLimit account) {}

  public RequestLimits(RateLimits limits, KnownPlaces places, Policies policies) {
    this(new Counting(limits, places, policies));
  }

  private RequestLimits(@Nullable Counting counting) {
    this.counting = counting;
  }

  /** Nothing is counted, and no answer says anything. */
  public static RequestLimits off() {
    return new RequestLimits(null);
  }

  /**
   * Counts a request against the limit of its caller and those of its kind.
   *
   * @param user absent when nobody has signed in, or not well
   * @return refused with 429 where a limit is reached
   */
  Mono<Void> pass(ServerWebExchange exchange, @Nullable UserId user, RequestKind kind) {
    if (counting == null || kind == RequestKind.FREE) {
      return Mono.empty();
    }
    var limits = counting.limits;
    var policies = counting.policies;
    var address = place(exchange);
    var caller =
        user == null
            ? take(exchange, limits, policies.anonymous, address)
            : take(exchange, limits, policies.user, key(user));
    return switch (kind) {
      case FREE, PLAIN -> caller;
      case SIGN_IN -> caller.then(take(exchange, limits, policies.login, address));
      case BOOKING ->
          user == null ? caller : caller.then(take(exchange, limits, policies.booking, key(user)));
      case VENUE_CHANGE ->
          user == null ? caller : caller.then(take(exchange, limits, policies.venue, key(user)));
    };
  }

  /**
   * Counts a try of an account's password by somebody who has signed in to it.
   *
   * @param user whose account it is
   */
  public Mono<Void> passAccount(ServerWebExchange exchange, UserId user) {
    return counting == null
        ? Mono.empty()
        : take(exchange, counting.limits, counting.policies.account, key(user));
  }

  /**
   * Counts a sign-in to an account, against the quota of the network it comes from and against that
   * of all together. Where the account was signed in to lately, only the first can refuse: others
   * who guess do not keep its owner out.
   *
   * @param account a keyed hash that stands for it, whether or not it exists
   */
  public Mono<Void> passSignIn(ServerWebExchange exchange, String account) {
    if (counting == null) {
      return Mono.empty();
    }
    var limits = counting.limits;
    var limit = counting.policies.account;
    var places = counting.places;
    var place = place(exchange);
    return limits
        .take(limit, account + ' ' + place)
        .flatMap(
            here ->
                here.isAdmitted()
                    ? limits
                        .take(limit, account)
                        .filterWhen(all -> counts(all, places.isKnown(account, place)))
                        .defaultIfEmpty(here)
                    : Mono.just(here))
        .flatMap(standing -> tell(exchange.getResponse().getHeaders(), standing));
  }

  private static Mono<Boolean> counts(Standing all, Mono<Boolean> isKnown) {
    return all.isAdmitted() ? Mono.just(true) : isKnown.map(known -> !known);
  }

  /** Notes that the account has been signed in to from there. */
  public Mono<Void> signedIn(ServerWebExchange exchange, String account) {
    return counting == null ? Mono.empty() : counting.places.note(account, place(exchange));
  }

  private static String place(ServerWebExchange exchange) {
    return ClientAddress.network(EdgeFilter.origin(exchange).ip());
  }

  /**
   * Counts one of the bookings of a request that makes many. It is not refused but waits: once half
   * of the quota is gone, what is left of it is spread over the rest of the window, so that no
   * reader waits for long, and other requests of the user find something too.
   */
  public Mono<Void> passBooking(Actor actor) {
    return counting == null
        ? Mono.empty()
        : counting
            .limits
            .take(counting.policies.booking, key(actor.requireUserId()))
            .flatMap(standing -> pause(standing, actor));
  }

  private Mono<Void> pause(Standing standing, Actor actor) {
    if (!standing.isAdmitted()) {
      return Mono.delay(standing.reset()).then(Mono.defer(() -> passBooking(actor)));
    }
    return standing.remaining() >= standing.limit().quota() / 2
        ? Mono.empty()
        : Mono.delay(standing.reset().dividedBy(standing.remaining() + 1)).then();
  }

  /**
   * Counts a plain request of a user that can be answered without waiting.
   *
   * @param standing where to say how the user stands; the policy is that of {@link #policyOfUsers}
   * @return whether that could be said at once; if not, nothing has been counted
   */
  boolean passAtOnce(UserId user, Consumer<String> standing) {
    if (counting == null) {
      return true;
    }
    var stands = counting.limits.takeAtOnce(counting.policies.user, key(user));
    if (stands == null) {
      return false;
    }
    standing.accept(standing(stands));
    return true;
  }

  /** What is said of the limit of users, where there is one. */
  Optional<String> policyOfUsers() {
    return counting == null ? Optional.empty() : Optional.of(policy(counting.policies.user));
  }

  private static Mono<Void> take(
      ServerWebExchange exchange, RateLimits limits, RateLimit limit, String key) {
    return limits
        .take(limit, key)
        .flatMap(standing -> tell(exchange.getResponse().getHeaders(), standing));
  }

  private static Mono<Void> tell(HttpHeaders headers, Standing standing) {
    append(headers, POLICY, policy(standing.limit()));
    append(headers, STANDING, standing(standing));
    return standing.isAdmitted() ? Mono.empty() : Mono.error(() -> refused(standing).exception());
  }

  private static void append(HttpHeaders headers, String name, String item) {
    var before = headers.getFirst(name);
    headers.set(name, before == null ? item : before + ", " + item);
  }

  private static String policy(RateLimit limit) {
    return '"' + limit.name() + "\";q=" + limit.quota() + ";w=" + limit.window().toSeconds();
  }

  private static String standing(Standing standing) {
    return '"'
        + standing.limit().name()
        + "\";r="
        + standing.remaining()
        + ";t="
        + standing.resetSeconds();
  }

  private static Problem refused(Standing standing) {
    var seconds = standing.resetSeconds();
    return Problem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "rate-limited",
            "Too many requests of the kind "
                + standing.limit().name()
                + "; the next can be made in "
                + seconds
                + " s.")
        .retryAfter((int) seconds);
  }

  private static String key(UserId user) {
    return user.value().toString();
  }
}
