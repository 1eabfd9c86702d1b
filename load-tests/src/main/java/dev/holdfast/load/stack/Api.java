package dev.holdfast.load.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The server's API for what is not measured: one request at a time, and failing when refused. */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String root;

  Api(int port) {
    root = "http://127.0.0.1:" + port;
  }

  /** Whether this path answers 200 just now. */
  boolean answers(String path) {
    try {
      return send(request(path, null).GET()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** What this path answers. */
  public String get(String path, @Nullable String token) {
    return demand(request(path, token).GET());
  }

  /** What this path answers; empty while what it needs cannot be reached or is too slow. */
  public Optional<String> find(String path, @Nullable String token) {
    try {
      var answer = send(request(path, token).GET());
      return answer.statusCode() == 503 ? Optional.empty() : Optional.of(demanded(answer));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is answered to this JSON; makes a key where one is needed. */
  public String post(String path, @Nullable String token, String json) {
    return demand(
        request(path, token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** What is answered to a change of what has this version. */
  public String patch(String path, @Nullable String token, long version, String json) {
    return demand(
        request(path, token)
            .header("Content-Type", "application/json")
            .header("If-Match", "\"" + version + "\"")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    var request = HttpRequest.newBuilder(URI.create(root + path)).timeout(LIMIT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static String demand(HttpRequest.Builder request) {
    try {
      return demanded(send(request));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String demanded(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s: %d %s", answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
