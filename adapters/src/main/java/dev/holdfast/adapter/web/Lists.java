package dev.holdfast.adapter.web;

import dev.holdfast.shared.Page;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists as the contract has them: a page with a cursor, or the whole as NDJSON. */
public final class Lists {
  private static final List<MediaType> TYPES =
      List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_NDJSON);

  private static final int LIMIT_MAX = 200;
  private static final int LIMIT = 50;
  private static final int LINES_PER_WRITE = 32;
  private static final String CURSOR = "cursor";
  private static final UUID NOWHERE = new UUID(0, 0);

  private final Cursors cursors;

  public Lists(Cursors cursors) {
    this.cursors = cursors;
  }

  /** What a list can be answered with; for the declaration of its route. */
  public static MediaType[] types() {
    return TYPES.toArray(MediaType[]::new);
  }

  /** Whether the client wants the whole list, a line for each object. */
  public static boolean isStreamed(ServerRequest request) {
    return Accepted.preferred(request, TYPES).equals(MediaType.APPLICATION_NDJSON);
  }

  /** Which page is wanted, from {@code limit} and {@code cursor}; check the parameters after it. */
  public Page.Request page(ServerRequest request, QueryParams query) {
    var limit = query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT);
    var scope = scope(request);
    var after =
        query
            .<UUID>read(
                CURSOR,
                NOWHERE,
                text -> cursors.read(text, scope).orElse(null),
                "is not a cursor of this list")
            .optional();
    return new Page.Request(limit, after);
  }

  /** A page, with the way to the next one. */
  public <T> Mono<ServerResponse> page(
      ServerRequest request, Page<T> page, Function<? super T, ?> view) {
    var items = new ArrayList<Object>(page.items().size());
    page.items().forEach(item -> items.add(view.apply(item)));
    var after = page.after();
    var cursor = after == null ? null : cursors.write(after, scope(request));
    var answer = Answers.json(HttpStatus.OK);
    if (cursor != null) {
      answer.header(HttpHeaders.LINK, next(request, CURSOR, cursor));
    }
    return answer.bodyValue(Json.bytes(body(items, cursor)));
  }

  /** A list that is never so long that it needs pages. */
  public static <T> Mono<ServerResponse> whole(List<T> all, Function<? super T, ?> view) {
    var body = new LinkedHashMap<String, Object>();
    body.put("items", all.stream().<Object>map(view).toList());
    return Answers.ok(body);
  }

  /**
   * Everything there is, a line for each, asked for as fast as the client reads and never faster. A
   * failure on the way cuts the connection, so that half a list does not look like a whole one.
   */
  public static <T> Mono<ServerResponse> stream(Flux<T> rows, Function<? super T, ?> view) {
    var writes =
        rows.<byte[]>map(row -> Json.bytes(view.apply(row)))
            .buffer(LINES_PER_WRITE)
            .map(Lists::joined)
            .limitRate(2)
            .map(Mono::just);
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_NDJSON)
        .body((response, _) -> response.writeAndFlushWith(writes));
  }

  private static DataBuffer joined(List<byte[]> lines) {
    var bytes = new ByteArrayOutputStream();
    for (var line : lines) {
      bytes.writeBytes(line);
      bytes.write('\n');
    }
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes.toByteArray());
  }

  private static Map<String, @Nullable Object> body(List<Object> items, @Nullable String cursor) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("items", items);
    body.put("nextCursor", cursor);
    return body;
  }

  /** Who reads which list: the caller, the path and whatever filters it. */
  private static String scope(ServerRequest request) {
    var filters = new TreeMap<>(request.queryParams());
    filters.remove(CURSOR);
    filters.remove("limit");
    return Callers.of(request).userId() + "\n" + request.path() + "\n" + filters;
  }

  /** The value of {@code Link} that leads to the next page: this one but for the place. */
  public static String next(ServerRequest request, String parameter, String place) {
    var query =
        request.queryParams().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(parameter))
            .flatMap(entry -> entry.getValue().stream().map(v -> pair(entry.getKey(), v)))
            .collect(Collectors.joining("&"));
    var more = query.isEmpty() ? "" : query + "&";
    var path = request.requestPath().value();
    return "<%s?%s%s>; rel=\"next\"".formatted(path, more, pair(parameter, place));
  }

  private static String pair(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
