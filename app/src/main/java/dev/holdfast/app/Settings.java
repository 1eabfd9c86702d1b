package dev.holdfast.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured, by {@code HOLDFAST_…} in the environment or {@code holdfast.…} as
 * properties. A backend without a URL is embedded.
 */
@ConfigurationProperties("holdfast")
record Settings(
    @DefaultValue("embedded") Mode mode,
    @DefaultValue Data data,
    @DefaultValue Database database,
    @DefaultValue Backend redis,
    @DefaultValue Backend mongodb,
    @DefaultValue SecretFiles secrets,
    @DefaultValue Tokens tokens,
    @DefaultValue OpenId openid,
    @DefaultValue Demo demo,
    @DefaultValue Admission admission,
    @Nullable Limits limits,
    @DefaultValue Limit limit,
    @DefaultValue Proxies trusted,
    @DefaultValue Cors cors,
    @DefaultValue Consumers consumers,
    @DefaultValue Mail mail,
    @DefaultValue Webhooks webhooks) {

  /** How much is taken for granted. */
  enum Mode {
    /** For trying out and developing: whatever is missing is made or started here. */
    EMBEDDED,
    /** Nothing is made up: backends and secrets must be given. */
    PRODUCTION
  }

  /**
   * @param dir where embedded servers keep their data
   */
  record Data(@DefaultValue("./.holdfast") Path dir) {}

  /**
   * @param url {@code postgresql://user:password@host:5432/database}
   * @param owner the same for the role that owns the schema, where it is another one
   * @param migrate whether the schema is brought up to date at start-up
   */
  record Database(
      @Nullable String url,
      @Nullable String owner,
      @DefaultValue("true") boolean migrate,
      @DefaultValue Pool pool) {}

  /** How many connections are kept at least and at most. */
  record Pool(@DefaultValue("5") int min, @DefaultValue("20") int max) {}

  record Backend(@Nullable String url) {}

  record SecretFiles(@Nullable Path dir) {}

  /** Who access tokens are said to come from, and for whom they are. */
  record Tokens(
      @DefaultValue("holdfast") String issuer, @DefaultValue("holdfast-api") String audience) {}

  /**
   * An issuer outside whose access tokens are accepted instead of our own.
   *
   * @param issuer as it stands in {@code iss}; without it, tokens are our own
   * @param jwksUrl where its keys are
   * @param audience for whom its tokens have to be
   * @param algorithms with which they may be signed
   * @param types what {@code typ} may be
   * @param userClaim the claim with the id of the account
   * @param roleClaim the claim with the role, or several
   * @param roles what the values of that claim mean: {@code booking-admin=ADMIN}
   */
  record OpenId(
      @Nullable String issuer,
      @Nullable String jwksUrl,
      @Nullable String audience,
      @DefaultValue({"ES256", "RS256", "EdDSA"}) List<String> algorithms,
      @DefaultValue("at+jwt") List<String> types,
      @DefaultValue("sub") String userClaim,
      @DefaultValue("role") String roleClaim,
      @DefaultValue List<String> roles) {
    boolean isUsed() {
      return issuer != null || jwksUrl != null || audience != null;
    }
  }

  /**
   * @param data whether demo accounts, venues and resources are made where there are none; unless
   *     said otherwise, in embedded mode
   */
  record Demo(@Nullable Boolean data) {}

  /**
   * How many changes of bookings may be under way at once; the limit moves between the two.
   *
   * @param line how many others may wait for their turn
   * @param deadline how long each of them waits at most
   */
  record Admission(
      @DefaultValue("256") int atLeast,
      @DefaultValue("2048") int atMost,
      @DefaultValue("8192") int line,
      @DefaultValue("1500ms") Duration deadline) {}

  /** How wide the limits are; unless said otherwise, {@link #WIDE} in embedded mode. */
  enum Limits {
    /** As they are set. */
    PRODUCTION,
    /** A thousand times as wide. */
    WIDE,
    /** There are none, for measuring what they cost. */
    OFF
  }

  /**
   * How many requests may be made in a window. The name differs from that of {@link #limits}, since
   * a property cannot be a value and have others below it.
   *
   * @param window whole seconds
   * @param anonymous from one address without a token
   * @param user by one user
   * @param booking of these, those that book
   * @param venue and those that change venues, resources and webhooks
   * @param login sign-ins from one address
   * @param account sign-ins to one account
   * @param nodes how many nodes stay below each limit together while Redis is away: each gives out
   *     such a part of it
   */
  record Limit(
      @DefaultValue("1m") Duration window,
      @DefaultValue("300") long anonymous,
      @DefaultValue("6000") long user,
      @DefaultValue("1200") long booking,
      @DefaultValue("600") long venue,
      @DefaultValue("60") long login,
      @DefaultValue("10") long account,
      @DefaultValue("4") int nodes) {}

  /**
   * @param proxies addresses or CIDR ranges whose forwarded headers are believed
   */
  record Proxies(@DefaultValue List<String> proxies) {}

  /**
   * @param origins of web apps that may read our answers in a browser
   */
  record Cors(@DefaultValue List<String> origins) {}

  /**
   * @param lease how long a node that has died over a consumer of the log is waited for
   */
  record Consumers(@DefaultValue("15s") Duration lease) {}

  /**
   * @param url {@code smtp://user:password@host:587} or {@code smtps://…}, or {@code off}; without
   *     one mails go into a mailbox in embedded mode, and nowhere in production
   * @param from who mails come from
   * @param reminderBefore how long before it begins people are reminded of a booking
   */
  record Mail(
      @Nullable String url, @Nullable String from, @DefaultValue("24h") Duration reminderBefore) {
    boolean hasServer() {
      return MailIsOn.hasServer(url);
    }
  }

  /**
   * How webhooks are sent.
   *
   * @param loopback whether {@code http://127.0.0.1:<port>} and {@code http://localhost:<port>} may
   *     be endpoints; unless said otherwise, in embedded mode
   * @param timeout of an attempt, from the look-up of the name to the end of the answer
   * @param firstRetry the pause after the first failure; each further one is three times as long
   * @param longestPause no pause is longer
   * @param triedFor how long a delivery is tried
   * @param pauseAfter for how long an endpoint must have only failed before it is paused
   * @param pauseFailures and how often at least
   * @param overlap how long a secret still signs after it has been replaced
   * @param kept how long deliveries are kept
   * @param perEndpoint how much may be under way for one endpoint, on each node
   * @param atOnce how much for all, on each node; half as much again for those that fail
   */
  record Webhooks(
      @Nullable Boolean loopback,
      @DefaultValue("5s") Duration timeout,
      @DefaultValue("5s") Duration firstRetry,
      @DefaultValue("6h") Duration longestPause,
      @DefaultValue("24h") Duration triedFor,
      @DefaultValue("24h") Duration pauseAfter,
      @DefaultValue("10") int pauseFailures,
      @DefaultValue("24h") Duration overlap,
      @DefaultValue("30d") Duration kept,
      @DefaultValue("4") int perEndpoint,
      @DefaultValue("64") int atOnce) {}

  Limits widthOfLimits() {
    var said = limits;
    return said != null ? said : isProduction() ? Limits.PRODUCTION : Limits.WIDE;
  }

  boolean allowsLoopbackWebhooks() {
    var said = webhooks.loopback();
    return said == null ? !isProduction() : said;
  }

  boolean isProduction() {
    return mode == Mode.PRODUCTION;
  }

  boolean wantsDemoData() {
    var said = demo.data();
    return said == null ? !isProduction() : said;
  }
}
