package dev.holdfast.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.holdfast.app.contract.ContractDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Holds an answer to openapi.yaml: that its status, media type and headers are documented for the
 * operation, and that its body is what the schema says. Use {@link #bindTo} in tests that speak
 * HTTP; every answer is then checked before the test sees it.
 */
public final class OpenApiContract {
  /** Said by the server before a route is known, so they are listed at no operation. */
  private static final Set<Integer> BEFORE_ROUTING = Set.of(414, 431);

  /** What a path or method that is not documented may be answered. */
  private static final Set<Integer> WITHOUT_OPERATION = Set.of(401, 404, 405, 414, 429, 431, 503);

  /** What the server says of the next window, on every answer to a request that it counted. */
  private static final String RATE_LIMIT = "RateLimit";

  /** Said by the server before it counts a request. */
  private static final Set<Integer> BEFORE_COUNTING = Set.of(400, 414, 431);

  private static final Set<String> SEEN = new ConcurrentSkipListSet<>();
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
  private static final int SHOWN_BODY_CHARACTERS_MAX = 4_000;

  private final ContractDocument document;

  private OpenApiContract(ContractDocument document) {
    this.document = document;
  }

  private static final class OfClassPath {
    static final OpenApiContract CONTRACT = new OpenApiContract(ContractDocument.load());
  }

  /** The contract of the class path. */
  public static OpenApiContract contract() {
    return OfClassPath.CONTRACT;
  }

  static OpenApiContract of(ContractDocument document) {
    return new OpenApiContract(document);
  }

  /** A client of the server at this port of the loopback, all of whose answers are checked. */
  public static WebTestClient bindTo(int port) {
    return WebTestClient.bindToServer()
        .baseUrl("http://127.0.0.1:" + port)
        .filter(checking())
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(BODY_BYTES_MAX))
        .build();
  }

  /**
   * Checks every answer of a client. An answer is read whole and checked before the test sees it; a
   * stream is checked piece by piece as the test reads it, and ends with the {@code
   * AssertionError}.
   */
  public static ExchangeFilterFunction checking() {
    return new ContractFilter(contract());
  }

  /** The operations that take a JSON body, and the least that can be read as one. */
  public static Map<String, String> documentedBodies() {
    var document = contract().document;
    var bodies = new TreeMap<String, String>();
    for (var operation : document.operations()) {
      var content = operation.node().path("requestBody").path("content").path("application/json");
      if (!content.isMissingNode()) {
        var type = document.resolve(content.path("schema")).path("type").asString("");
        bodies.put(operation.toString(), type.equals("array") ? "[]" : "{}");
      }
    }
    return bodies;
  }

  /** Every example of a JSON body that is documented, by its operation. */
  public static Map<String, List<JsonNode>> documentedExamples() {
    var document = contract().document;
    var examples = new TreeMap<String, List<JsonNode>>();
    for (var operation : document.operations()) {
      var content = operation.node().path("requestBody").path("content").path("application/json");
      var values =
          content
              .path("examples")
              .valueStream()
              .map(example -> document.resolve(example).path("value"))
              .toList();
      if (!values.isEmpty()) {
        examples.put(operation.toString(), values);
      }
    }
    return examples;
  }

  /** The names of what every documented operation takes in its query. */
  public static Map<String, List<String>> documentedQueries() {
    var document = contract().document;
    var queries = new TreeMap<String, List<String>>();
    for (var operation : document.operations()) {
      var names =
          operation
              .node()
              .path("parameters")
              .valueStream()
              .map(document::resolve)
              .filter(parameter -> parameter.path("in").asString("").equals("query"))
              .map(parameter -> parameter.path("name").asString())
              .toList();
      if (!names.isEmpty()) {
        queries.put(operation.toString(), names);
      }
    }
    return queries;
  }

  /**
   * What every documented operation asks of the caller's role: {@code public}, a permission, or
   * {@code nothing said}.
   */
  public static Map<String, String> documentedRules() {
    var rules = new TreeMap<String, String>();
    for (var operation : contract().document.operations()) {
      rules.put(operation.toString(), rule(operation.node()));
    }
    return rules;
  }

  private static String rule(JsonNode operation) {
    var permission = operation.path("x-permission").asString("nothing said");
    var isPublic = operation.path("security").isArray() && operation.path("security").isEmpty();
    return isPublic && !operation.has("x-permission") ? "public" : permission;
  }

  /** Documented operations that no answer below 400 was seen of in this JVM, in order. */
  public static Set<String> operationsWithoutSuccess() {
    var without = new TreeSet<String>();
    for (var operation : contract().document.operations()) {
      if (SEEN.stream().noneMatch(seen -> seen.matches("\\Q" + operation + "\\E [23]..")))
        without.add(operation.toString());
    }
    return without;
  }

  /** Each operation and status that was seen in this JVM: {@code POST /v1/bookings 201}. */
  public static Set<String> answersSeen() {
    return new TreeSet<>(SEEN);
  }

  /**
   * Checks an answer that was read whole.
   *
   * @param path without the query
   * @throws AssertionError that says how the answer differs from the contract
   */
  public void check(String method, String path, int status, HttpHeaders headers, byte[] body) {
    answer(method, path, status, headers).checkBody(body);
  }

  /** Checks status, headers and media type; what differs is said when the body is checked. */
  Answer answer(String method, String path, int status, HttpHeaders headers) {
    var head = method.equals("HEAD");
    var name = method + " " + path + " → " + status;
    var operation = document.operation(head ? "GET" : method, path).orElse(null);
    if (operation == null) {
      return WITHOUT_OPERATION.contains(status)
          ? new Answer(name, headers, problemContent(), head, status)
          : Answer.undocumented(this, name, headers, status, "there is no such operation");
    }
    var responses = operation.node().path("responses");
    var response = document.resolve(responses.path(Integer.toString(status)));
    if (!response.isMissingNode()) {
      return documented(name, headers, operation, response, head, status);
    }
    return BEFORE_ROUTING.contains(status)
        ? new Answer(name, headers, problemContent(), head, status)
        : Answer.undocumented(
            this,
            name,
            headers,
            status,
            operation.id() + " has only " + String.join(", ", responses.propertyNames()));
  }

  private Answer documented(
      String name,
      HttpHeaders headers,
      Operation operation,
      JsonNode response,
      boolean head,
      int status) {
    SEEN.add(operation + " " + status);
    var answer =
        new Answer(
            name + " (" + operation.id() + ")", headers, response.path("content"), head, status);
    for (var header : response.path("headers").properties()) {
      answer.checkHeader(header.getKey(), document.resolve(header.getValue()));
    }
    answer.checkCounted(operation.path());
    return answer;
  }

  private JsonNode problemContent() {
    var content = JsonNodeFactory.instance.objectNode();
    content
        .putObject(MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
    return content;
  }

  /** One answer under check: collects what differs, and says it all at once. */
  final class Answer {
    private final String name;
    private final HttpHeaders headers;
    private final boolean head;
    private final int status;
    private final @Nullable MediaType type;
    private final @Nullable JsonNode mediaType;
    private final boolean bodyless;
    private final List<String> differences = new ArrayList<>();

    Answer(String name, HttpHeaders headers, JsonNode content, boolean head, int status) {
      this.name = name;
      this.headers = headers;
      this.head = head;
      this.status = status;
      this.type = headers.getContentType();
      this.bodyless = content.isMissingNode();
      this.mediaType = bodyless ? null : documentedFor(content);
    }

    static Answer undocumented(
        OpenApiContract contract, String name, HttpHeaders headers, int status, String reason) {
      var nothing = JsonNodeFactory.instance.missingNode();
      var answer = contract.new Answer(name, headers, nothing, true, status);
      answer.differences.add(reason);
      return answer;
    }

    private @Nullable JsonNode documentedFor(JsonNode content) {
      var sent = type;
      if (sent != null) {
        for (var documented : content.properties()) {
          if (MediaType.parseMediaType(documented.getKey()).equalsTypeAndSubtype(sent)) {
            return documented.getValue();
          }
        }
      }
      differences.add(
          "Content-Type is "
              + sent
              + ", documented are "
              + String.join(", ", content.propertyNames()));
      return null;
    }

    void checkHeader(String header, JsonNode documented) {
      var values = headers.getOrEmpty(header);
      if (values.isEmpty() && documented.path("required").asBoolean(false)) {
        differences.add("header " + header + " is missing");
      }
      for (var value : values) {
        document
            .differences(documented.path("schema"), JsonNodeFactory.instance.stringNode(value))
            .forEach(difference -> differences.add("header " + header + ": " + difference));
      }
    }

    /** What is documented once for all: health is not counted, all else is, and says so. */
    void checkCounted(String path) {
      var isCounted = !headers.getOrEmpty(RATE_LIMIT).isEmpty();
      if (path.startsWith("/health")) {
        if (isCounted) {
          differences.add("header " + RATE_LIMIT + " is there: health must not be counted");
        }
      } else if (!isCounted && !BEFORE_COUNTING.contains(status)) {
        differences.add("header " + RATE_LIMIT + " is missing");
      }
    }

    /** Whether the body is a sequence of pieces that may be checked one by one. */
    boolean isStream() {
      return type != null
          && (type.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM)
              || type.equalsTypeAndSubtype(MediaType.APPLICATION_NDJSON));
    }

    /** Checks pieces of a stream as they come. */
    StreamCheck stream() {
      done(new byte[0]);
      var documented = Objects.requireNonNull(mediaType);
      return Objects.requireNonNull(type).equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM)
          ? StreamCheck.ofEvents(document, documented, this::fail)
          : StreamCheck.ofLines(document, documented, this::fail);
    }

    void checkBody(byte[] body) {
      if (bodyless || head) {
        if (body.length > 0 && differences.isEmpty()) {
          differences.add("there is a body, and none is documented");
        }
      } else if (mediaType != null) {
        checkContent(mediaType, body);
      }
      done(body);
    }

    private void checkContent(JsonNode documented, byte[] body) {
      if (isStream()) {
        var stream = stream();
        stream.next(body);
        stream.end();
      } else if (Objects.requireNonNull(type).getSubtype().endsWith("json")) {
        checkJson(documented.path("schema"), body);
      } else if (body.length == 0) {
        differences.add("the body is empty");
      }
    }

    private void checkJson(JsonNode schema, byte[] body) {
      var read = StrictJson.read(body);
      var value = read.value();
      if (value == null) {
        differences.add("the body is no JSON: " + read.problem());
        return;
      }
      differences.addAll(document.differences(schema, value));
      if (MediaType.APPLICATION_PROBLEM_JSON.equalsTypeAndSubtype(Objects.requireNonNull(type))) {
        checkProblem(value);
      } else {
        checkVersionAndLink(value);
      }
    }

    private void checkProblem(JsonNode problem) {
      if (problem.path("status").isInt() && problem.path("status").intValue() != status) {
        differences.add("/status: is " + problem.path("status") + ", the answer's is " + status);
      }
      var code = problem.path("code").asString("");
      var kind = problem.path("type").asString("");
      if (!kind.endsWith("/" + code)) {
        differences.add("/type: " + kind + " does not end with the code " + code);
      }
      if (status == 405 && headers.getOrEmpty(HttpHeaders.ALLOW).isEmpty()) {
        differences.add("header Allow is missing");
      }
    }

    /** What no schema can say, since it lies in the body and in a header. */
    private void checkVersionAndLink(JsonNode value) {
      var tag = headers.getETag();
      var version = value.path("version");
      if (tag != null && version.isNumber() && !tag.equals("\"" + version + "\"")) {
        differences.add("header ETag: is " + tag + ", the version is " + version);
      }
      if (value.has("nextCursor")
          && value.path("nextCursor").isNull() != headers.getOrEmpty(HttpHeaders.LINK).isEmpty()) {
        differences.add("header Link is not there exactly when nextCursor is");
      }
    }

    private void done(byte[] body) {
      if (!differences.isEmpty()) {
        fail(List.copyOf(differences), new String(body, UTF_8));
      }
    }

    private void fail(List<String> reasons, String body) {
      var shown =
          body.length() > SHOWN_BODY_CHARACTERS_MAX
              ? body.substring(0, SHOWN_BODY_CHARACTERS_MAX) + "…"
              : body;
      throw new AssertionError(
          name
              + " is not as openapi.yaml says:"
              + reasons.stream().map(reason -> "\n  - " + reason).collect(joining())
              + (shown.isEmpty() ? "" : "\n  body: " + shown));
    }
  }
}
