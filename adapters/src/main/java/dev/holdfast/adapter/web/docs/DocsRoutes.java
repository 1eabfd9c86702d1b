package dev.holdfast.adapter.web.docs;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * The contract as a document ({@code /openapi.yaml}) and as a page ({@code /docs}). All that the
 * page needs comes from this server, so it works without internet access. Files are read when this
 * is made, which fails when one is missing; a request only hands out bytes from memory.
 */
public final class DocsRoutes {
  /**
   * What the page may do: load scripts and style sheets of this server, show pictures that stand in
   * the style sheet, and call this server. Whoever sets a stricter policy on every answer must
   * leave this one alone.
   */
  static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Duration ALWAYS_ASK = Duration.ZERO;
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** What {@code /openapi.yaml} is. */
  public static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

  /** What {@code /docs} is. */
  public static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  /** What some files of {@code /docs/} are. */
  public static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);

  /** What the other files of {@code /docs/} are. */
  public static final MediaType SCRIPT =
      new MediaType("text", "javascript", StandardCharsets.UTF_8);

  private final DocsAsset contract = new DocsAsset("openapi.yaml", YAML, ALWAYS_ASK, null);
  private final DocsAsset page = new DocsAsset("docs/index.html", HTML, ALWAYS_ASK, PAGE_POLICY);
  private final Map<String, DocsAsset> files =
      Map.of(
          "docs.css", new DocsAsset("docs/docs.css", CSS, ALWAYS_ASK, null),
          "docs.js", new DocsAsset("docs/docs.js", SCRIPT, ALWAYS_ASK, null),
          "swagger-ui.css", new DocsAsset(swaggerUi("swagger-ui.css"), CSS, AN_HOUR, null),
          "swagger-ui-bundle.js",
              new DocsAsset(swaggerUi("swagger-ui-bundle.js"), SCRIPT, AN_HOUR, null));

  /** The routes as a router of their own. */
  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/openapi.yaml", this::contract)
        .GET("/docs", this::page)
        .GET("/docs/{file}", this::file)
        .build();
  }

  /** GET {@code /openapi.yaml}. */
  public Mono<ServerResponse> contract(ServerRequest request) {
    return contract.serve(request);
  }

  /** GET {@code /docs}. */
  public Mono<ServerResponse> page(ServerRequest request) {
    return page.serve(request);
  }

  /** GET {@code /docs/{file}}: a script or style sheet that the page names, and nothing else. */
  public Mono<ServerResponse> file(ServerRequest request) {
    var file = files.get(request.pathVariable("file"));
    return file == null
        ? Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))
        : file.serve(request);
  }

  /** A webjar keeps its files under its version, which it tells in its Maven properties. */
  private static String swaggerUi(String file) {
    try {
      var maven = new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties");
      var version = PropertiesLoaderUtils.loadProperties(maven).getProperty("version");
      return "META-INF/resources/webjars/swagger-ui/" + version + "/" + file;
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
