package dev.holdfast.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.adapter.web.docs.DocsRoutes;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The document and its page over HTTP, and with them the client whose answers are all checked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsRoutesTest {
  private final DisposableServer server =
      HttpServer.create()
          .host("127.0.0.1")
          .port(0)
          .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes())))
          .bindNow();
  private final WebTestClient client = OpenApiContract.bindTo(server.port());

  private static RouterFunction<ServerResponse> routes() {
    return new DocsRoutes()
        .routes()
        .filter(
            (request, next) -> {
              var headers = request.exchange().getResponse().getHeaders();
              headers.set("X-Request-Id", "a-request");
              headers.set("RateLimit", "\"anonymous\";r=299;t=60");
              return next.handle(request);
            })
        .and(
            RouterFunctions.route()
                .GET("/v1/venues", _ -> ServerResponse.ok().bodyValue("no page of venues"))
                .GET(
                    "/v1/audit",
                    _ ->
                        ServerResponse.ok()
                            .header("X-Request-Id", "a-request")
                            .header("RateLimit", "\"user\";r=5999;t=60")
                            .contentType(MediaType.APPLICATION_NDJSON)
                            .body(Flux.just("{}\n", "{}\n"), String.class))
                .build());
  }

  @AfterAll
  void stop() {
    server.disposeNow();
  }

  @Test
  void theContractIsServedAsYaml() {
    client
        .get()
        .uri("/openapi.yaml")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType("application/yaml;charset=UTF-8")
        .expectHeader()
        .valueEquals(HttpHeaders.CACHE_CONTROL, "no-cache")
        .expectBody(String.class)
        .value(body -> assertThat(body).startsWith("openapi: 3.1.0"));
  }

  @Test
  void thePageAndAllItNamesAreServed() {
    var page =
        client
            .get()
            .uri("/docs")
            .accept(MediaType.TEXT_HTML)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult();
    assertThat(page.getResponseHeaders().getFirst("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe");
    var named =
        Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
            .matcher(String.valueOf(page.getResponseBody()))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(named).contains("/docs/swagger-ui-bundle.js", "/docs/docs.js", "/openapi.yaml");
    for (var file : named) {
      client.get().uri(file).exchange().expectStatus().isOk().expectBody();
    }
  }

  @Test
  void thePageNamesNothingOutsideThisServer() {
    for (var file : new String[] {"/docs", "/docs/docs.js", "/docs/docs.css"}) {
      client
          .get()
          .uri(file)
          .exchange()
          .expectBody(String.class)
          .value(body -> assertThat(body).doesNotContain("http:", "https:", "\"//", "'//"));
    }
  }

  @Test
  void whatABrowserHasIsNotSentAgain() {
    var first = client.get().uri("/docs/docs.js").exchange().returnResult();
    var tag = Objects.requireNonNull(first.getResponseHeaders().getETag());
    client
        .get()
        .uri("/docs/docs.js")
        .header(HttpHeaders.IF_NONE_MATCH, tag)
        .exchange()
        .expectStatus()
        .isNotModified()
        .expectBody()
        .isEmpty();
  }

  @Test
  void whoeverCannotReadTheTypeIsTold() {
    assertThatThrownBy(() -> client.get().uri("/docs").accept(MediaType.APPLICATION_PDF).exchange())
        .hasMessageContaining("GET /docs → 406")
        .hasMessageContaining("Content-Type is null, documented are application/problem+json");
  }

  @Test
  void aFileThatThePageDoesNotNameIsNotThere() {
    assertThatThrownBy(() -> client.get().uri("/docs/index.html").exchange())
        .hasMessageContaining("GET /docs/index.html → 404");
  }

  @Test
  void theClientFailsOnAnAnswerThatIsNotDocumentedEvenIfNobodyReadsIt() {
    assertThatThrownBy(() -> client.get().uri("/v1/venues").exchange())
        .hasMessageContaining("GET /v1/venues → 200 (listVenues)")
        .hasMessageContaining("header X-Request-Id is missing")
        .hasMessageContaining("Content-Type is text/plain");
  }

  @Test
  void theClientFailsOnAPieceOfAStreamThatIsNotDocumented() {
    assertThatThrownBy(
            () ->
                client
                    .get()
                    .uri("/v1/audit")
                    .exchange()
                    .returnResult(String.class)
                    .getResponseBody()
                    .collectList()
                    .block())
        .hasMessageContaining("line 1 required property 'action'");
  }
}
