package dev.holdfast.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/** Somebody's server that takes webhooks; each path of it is a receiver of its own. */
final class WebhookReceiver implements AutoCloseable {
  private final Map<String, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>>>
      answers = new ConcurrentHashMap<>();
  private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
  private final DisposableServer server =
      HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();

  /** A request as it came in. */
  record Seen(Map<String, List<String>> headers, String body) {
    JsonNode event() {
      return RunningHoldfast.json(body.getBytes(UTF_8));
    }

    String type() {
      return event().path("type").asString();
    }

    String header(String name) {
      return Objects.requireNonNull(headers.get(name)).getFirst();
    }

    /** Whether whoever knows this secret can tell that it comes from us. */
    boolean isSignedWith(String secret) {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch (WebhookVerificationException _) {
        return false;
      } catch (EmptyWebhookSecretException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A path nobody else uses, that takes everything. */
  String path() {
    return "/" + UUID.randomUUID();
  }

  /** From now on requests to the path are answered like this. */
  void answer(String path, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> how) {
    answers.put(path, how);
  }

  void answer(String path, int status) {
    answer(path, (_, response) -> response.status(status).send());
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** What came to the path, in order. */
  List<Seen> seen(String path) {
    return List.copyOf(seen.getOrDefault(path, List.of()));
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    var headers = new HashMap<String, List<String>>();
    for (var name : request.requestHeaders().names()) {
      headers.put(name.toLowerCase(Locale.ROOT), request.requestHeaders().getAll(name));
    }
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> answered(request, response, new Seen(headers, body)));
  }

  private Mono<Void> answered(HttpServerRequest request, HttpServerResponse response, Seen one) {
    seen.computeIfAbsent(request.uri(), _ -> new CopyOnWriteArrayList<>()).add(one);
    var how = answers.get(request.uri());
    return Mono.from(how == null ? response.send() : how.apply(request, response));
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
