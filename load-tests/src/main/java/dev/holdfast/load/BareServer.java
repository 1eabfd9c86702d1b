package dev.holdfast.load;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.http.server.HttpServer;

/**
 * The least that WebFlux can do: a functional route that answers a constant, without asking who
 * wants to know. {@code BareServer PORT LENGTH}.
 */
final class BareServer {
  /** As the booking server sets them before Netty is loaded. */
  private static final Map<String, String> SYSTEM =
      Map.of(
          "reactor.netty.ioWorkerCount",
          Integer.toString(Runtime.getRuntime().availableProcessors()),
          "io.netty.tryReflectionSetAccessible",
          "true");

  private BareServer() {}

  public static void main(String[] arguments) {
    SYSTEM.forEach(System::setProperty);
    var body =
        "\"%s\""
            .formatted("x".repeat(Integer.parseInt(arguments[1]) - 2))
            .getBytes(StandardCharsets.US_ASCII);
    var routes =
        route()
            .GET(
                "/v1/bookings/{id}",
                _ -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body))
            .build();
    HttpServer.create()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
        .bindNow()
        .onDispose()
        .block();
  }
}
