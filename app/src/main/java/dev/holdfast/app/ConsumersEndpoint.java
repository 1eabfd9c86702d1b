package dev.holdfast.app;

import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.usecase.EventConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How the consumers of the log get on, and what an operator can have them do, on the management
 * port: {@code GET /actuator/consumers}, and {@code POST /actuator/consumers/audit} with {@code
 * {"action":"retry-parked"}} or {@code {"action":"rebuild"}}. Any node will do.
 */
@Component
@Endpoint(id = "consumers")
final class ConsumersEndpoint {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final Checkpoints checkpoints;
  private final List<EventConsumer> consumers;

  ConsumersEndpoint(Checkpoints checkpoints, List<EventConsumer> consumers) {
    this.checkpoints = checkpoints;
    this.consumers = List.copyOf(consumers);
  }

  /** A consumer as operators see it. */
  record Consumer(String name, String position, boolean running, long parked) {}

  @ReadOperation
  Mono<Map<String, List<Consumer>>> all() {
    return checkpoints
        .standings()
        .map(
            standings ->
                standings.stream()
                    .map(
                        s ->
                            new Consumer(
                                s.consumer(), s.position().toString(), s.isHeld(), s.parked()))
                    .toList())
        .map(all -> Map.of("consumers", all));
  }

  @WriteOperation
  Mono<WebEndpointResponse<Map<String, String>>> act(@Selector String name, String action) {
    return named(name)
        .map(consumer -> act(consumer, action))
        .orElseGet(() -> Mono.just(answer(NOT_FOUND, "There is no such consumer.")));
  }

  private Optional<EventConsumer> named(String name) {
    return consumers.stream().filter(consumer -> consumer.name().equals(name)).findAny();
  }

  private static Mono<WebEndpointResponse<Map<String, String>>> act(
      EventConsumer consumer, String action) {
    return switch (action) {
      case "retry-parked" ->
          consumer
              .retryParked()
              .thenReturn(answer(WebEndpointResponse.STATUS_OK, "It begins anew in a moment."));
      case "rebuild" ->
          consumer
              .rebuild()
              .thenReturn(
                  answer(
                      WebEndpointResponse.STATUS_OK, "All is forgotten and is being made again."))
              .onErrorReturn(
                  UnsupportedOperationException.class,
                  answer(BAD_REQUEST, "What this consumer has done cannot be undone."));
      default -> Mono.just(answer(BAD_REQUEST, "The action is retry-parked or rebuild."));
    };
  }

  private static WebEndpointResponse<Map<String, String>> answer(int status, String detail) {
    return new WebEndpointResponse<>(Map.of("detail", detail), status);
  }
}
