package dev.holdfast.adapter.web.health;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.health.Health;
import dev.holdfast.health.Health.Status;
import dev.holdfast.health.usecase.CheckHealth;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * How we are: in full for people and monitors, and in a word for whoever decides whether this
 * process goes on ({@code live}) and whether requests are sent here ({@code ready}). What is not
 * vital affects neither.
 */
public final class HealthRoutes implements RouteGroup {
  private final CheckHealth check;
  private final BooleanSupplier isAlive;
  private final BooleanSupplier isServing;

  /**
   * @param isAlive whether the process should go on; must not wait
   * @param isServing whether it takes requests: no longer once it has begun to stop
   */
  public HealthRoutes(CheckHealth check, BooleanSupplier isAlive, BooleanSupplier isServing) {
    this.check = check;
    this.isAlive = isAlive;
    this.isServing = isServing;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(GET, "/health", this::show)
        .open(GET, "/health/live", this::live)
        .open(GET, "/health/ready", this::ready);
  }

  private record HealthJson(String status, Instant timestamp, SortedMap<String, String> services) {
    static HealthJson of(Health health) {
      var services = new TreeMap<String, String>();
      health.services().forEach((name, isUp) -> services.put(name, isUp ? "up" : "down"));
      return new HealthJson(health.status().name().toLowerCase(Locale.ROOT), health.at(), services);
    }
  }

  private record ProbeJson(String status) {}

  private Mono<ServerResponse> show(ServerRequest request) {
    QueryParams.none(request);
    return check
        .health()
        .flatMap(health -> answer(health.status() != Status.DOWN, HealthJson.of(health)));
  }

  private Mono<ServerResponse> live(ServerRequest request) {
    QueryParams.none(request);
    return answer(isAlive.getAsBoolean());
  }

  private Mono<ServerResponse> ready(ServerRequest request) {
    QueryParams.none(request);
    return check
        .canServe()
        .map(can -> can && isServing.getAsBoolean())
        .flatMap(HealthRoutes::answer);
  }

  private static Mono<ServerResponse> answer(boolean good) {
    return answer(good, new ProbeJson(good ? "ok" : "down"));
  }

  private static Mono<ServerResponse> answer(boolean good, Object body) {
    return Answers.json(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .bodyValue(Json.bytes(body));
  }
}
