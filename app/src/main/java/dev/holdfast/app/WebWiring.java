package dev.holdfast.app;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.security.OpenIdTokens;
import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ClientAddress;
import dev.holdfast.adapter.web.Cors;
import dev.holdfast.adapter.web.Cursors;
import dev.holdfast.adapter.web.EdgeFilter;
import dev.holdfast.adapter.web.HttpServerLimits;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.ProblemHandler;
import dev.holdfast.adapter.web.Problems;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.ShortWay;
import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.adapter.web.audit.DeniedAccess;
import dev.holdfast.adapter.web.booking.BookingHandler;
import dev.holdfast.adapter.web.booking.BookingLifeHandler;
import dev.holdfast.adapter.web.booking.BookingProblems;
import dev.holdfast.adapter.web.booking.BookingRoutes;
import dev.holdfast.adapter.web.booking.BookingsAtHand;
import dev.holdfast.adapter.web.booking.BulkHandler;
import dev.holdfast.adapter.web.docs.DocsRoutes;
import dev.holdfast.adapter.web.export.ExportRoutes;
import dev.holdfast.adapter.web.feed.FeedProblems;
import dev.holdfast.adapter.web.notification.NotificationProblems;
import dev.holdfast.adapter.web.resource.BookableProblems;
import dev.holdfast.adapter.web.resource.OpeningHoursHandler;
import dev.holdfast.adapter.web.resource.ResourceHandler;
import dev.holdfast.adapter.web.resource.ResourceProblems;
import dev.holdfast.adapter.web.resource.ResourceRoutes;
import dev.holdfast.adapter.web.resource.SlotHandler;
import dev.holdfast.adapter.web.resource.VenueHandler;
import dev.holdfast.adapter.web.resource.VenueRoutes;
import dev.holdfast.adapter.web.user.ClosedAccounts;
import dev.holdfast.adapter.web.user.OutsideCallers;
import dev.holdfast.adapter.web.user.OwnAccountHandler;
import dev.holdfast.adapter.web.user.SessionHandler;
import dev.holdfast.adapter.web.user.SessionRoutes;
import dev.holdfast.adapter.web.user.SessionsElsewhere;
import dev.holdfast.adapter.web.user.TokenCallers;
import dev.holdfast.adapter.web.user.UserHandler;
import dev.holdfast.adapter.web.user.UserProblems;
import dev.holdfast.adapter.web.user.UserRoutes;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.booking.usecase.BookingDesk;
import dev.holdfast.booking.usecase.GetBooking;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.PublicKeys;
import io.r2dbc.spi.R2dbcException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.resources.LoopResources;
import reactor.pool.PoolAcquirePendingLimitException;

/** Everything that faces the socket. */
@Configuration(proxyBeanMethods = false)
class WebWiring {
  @Bean
  ReactorResourceFactory httpResources(LoopResources eventLoops) {
    var resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setLoopResources(eventLoops);
    return resources;
  }

  @Bean
  NettyServerCustomizer serverLimits() {
    return HttpServerLimits.usual()::customize;
  }

  @Bean
  Cors cors(Settings settings) {
    try {
      return new Cors(settings.cors().origins());
    } catch (IllegalArgumentException unusable) {
      throw new SettingsException("HOLDFAST_CORS_ORIGINS: " + unusable.getMessage());
    }
  }

  @Bean
  NettyServerCustomizer webApps(Cors cors) {
    return cors::customize;
  }

  /** Those of one issuer: ours, or the one outside. */
  @Bean
  Callers callers(AccessTokens tokens, Optional<OpenIdTokens> outside, ClosedAccounts closed) {
    return closed.keepingOut(
        outside.<Callers>map(OutsideCallers::new).orElseGet(() -> new TokenCallers(tokens)));
  }

  @Bean
  ClosedAccounts closedAccounts() {
    return new ClosedAccounts();
  }

  @Bean
  EdgeFilter edgeFilter(Settings settings, Cors cors) {
    return new EdgeFilter(new ClientAddress(settings.trusted().proxies()), cors);
  }

  @Bean
  Problems problems() {
    return new Problems(
        List.of(
            new UserProblems(),
            new ResourceProblems(),
            new BookableProblems(),
            new BookingProblems(),
            new FeedProblems(),
            new NotificationProblems()),
        List.of(WebWiring::isDatabaseOutage, OutageException.class::isInstance));
  }

  @Bean
  ProblemHandler problemHandler(Problems problems) {
    return new ProblemHandler(problems);
  }

  /**
   * Whether the database could not do its work, as opposed to having been asked for nonsense:
   * connections (08), resources (53), operator intervention (57), locks, lost races and time-outs
   * (55, 40, 25), and failures without a state, which are the driver's own about its connection.
   */
  private static boolean isDatabaseOutage(Throwable failure) {
    if (!(failure instanceof R2dbcException database)) {
      return failure instanceof PoolAcquirePendingLimitException;
    }
    var state = database.getSqlState();
    return state == null
        || List.of("08", "25", "40", "53", "55", "57").contains(state.substring(0, 2));
  }

  @Bean
  Lists lists(Secrets secrets) {
    return new Lists(new Cursors(secrets.derived("cursors")));
  }

  @Bean
  WebRoutes routes(
      Callers callers,
      List<RouteGroup> groups,
      RequestLimits limits,
      NoteTaker notes,
      InstantSource clock) {
    return new WebRoutes(callers, groups, limits, new DeniedAccess(notes, clock));
  }

  @Bean
  RouteGroup docsRoutes() {
    var docs = new DocsRoutes();
    return routes ->
        routes
            .open(GET, "/openapi.yaml", docs::contract, DocsRoutes.YAML)
            .open(GET, "/docs", docs::page, DocsRoutes.HTML)
            .open(GET, "/docs/{file}", docs::file, DocsRoutes.CSS, DocsRoutes.SCRIPT);
  }

  @Bean
  RouteGroup userRoutes(CommandBus commands, QueryBus queries, Lists lists, RequestLimits limits) {
    return new UserRoutes(
        new UserHandler(commands, queries, lists),
        new OwnAccountHandler(commands, queries, limits));
  }

  @Bean
  RouteGroup sessionRoutes(
      CommandBus commands,
      PublicKeys keys,
      LookupHashes hashes,
      RequestLimits limits,
      Optional<OpenIdTokens> outside) {
    return outside.isPresent()
        ? new SessionsElsewhere()
        : new SessionRoutes(new SessionHandler(commands, keys, hashes, limits));
  }

  @Bean
  RouteGroup exportRoutes(QueryBus queries, NoteTaker notes, InstantSource clock) {
    return new ExportRoutes(queries, notes, clock);
  }

  @Bean
  RouteGroup venueRoutes(CommandBus commands, QueryBus queries, Lists lists) {
    return new VenueRoutes(new VenueHandler(commands, queries, lists));
  }

  @Bean
  RouteGroup resourceRoutes(
      CommandBus commands, QueryBus queries, Lists lists, Recurrences recurrences) {
    return new ResourceRoutes(
        new ResourceHandler(commands, queries, lists),
        new OpeningHoursHandler(commands, queries, recurrences),
        new SlotHandler(queries));
  }

  @Bean
  RouteGroup bookingRoutes(
      CommandBus commands, QueryBus queries, Lists lists, Problems problems, RequestLimits limits) {
    return new BookingRoutes(
        new BookingHandler(commands, queries, lists),
        new BulkHandler(commands, problems, limits),
        new BookingLifeHandler(commands, queries));
  }

  @Bean
  NettyRouteProvider shortWay(
      BookingDesk desk,
      Callers callers,
      RequestLimits limits,
      Measuring measuring,
      ObjectProvider<HttpHandler> longWay) {
    var way =
        new ShortWay(
            "/v1/bookings/",
            new BookingsAtHand(desk),
            callers,
            limits,
            measuring.shortWay(GetBooking.class, "/v1/bookings/{id}"));
    return routes -> way.inFrontOf(new ReactorHttpHandlerAdapter(longWay.getObject()), routes);
  }
}
