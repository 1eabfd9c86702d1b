package dev.holdfast.app.contract;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.PatternFormat;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An OpenAPI 3.1 document, read for validation: operations by path, schemas by place. */
final class ContractDocument {
  private static final String IRI = "https://holdfast.dev/openapi.json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonNode root;
  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry schemas;
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  /** An operation of the document. */
  record Operation(String method, String path, Pattern pattern, JsonNode node) {
    String id() {
      return node.path("operationId").asString(method + " " + path);
    }

    /** Fewer characters from parameters means that the template says more by itself. */
    int parameters() {
      return path.length() - path.replace("{", "").length();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private ContractDocument(JsonNode root) {
    this.root = root;
    for (var path : root.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  pattern(path.getKey()),
                  method.getValue()));
        }
      }
    }
    var absolute = root.deepCopy();
    makeReferencesAbsolute(absolute);
    schemas =
        SchemaRegistry.withDefaultDialect(
            dialect(),
            builder ->
                builder
                    .schemas(Map.of(IRI, absolute.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .build()));
  }

  /**
   * OpenAPI 3.1, but for e-mail addresses: the validator wants a top-level domain that is in use,
   * and demo accounts have one that never will be (RFC 2606).
   */
  private static Dialect dialect() {
    var openApi = Dialects.getOpenApi31();
    return Dialect.builder(openApi)
        .format(PatternFormat.of("email", "^[^@\\s]+@[^@\\s]+$", "format.email"))
        .build();
  }

  /** The document of the class path. */
  static ContractDocument load() {
    try {
      return of(new ClassPathResource("openapi.yaml").getContentAsByteArray());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /**
   * @throws tools.jackson.core.JacksonException when it is no YAML, or has a key twice
   */
  static ContractDocument of(byte[] yaml) {
    return new ContractDocument(
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readTree(yaml));
  }

  JsonNode root() {
    return root;
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation for a concrete path; of several templates that fit, the most specific one. */
  Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> operation.pattern().matcher(path).matches())
        .min(Comparator.comparingInt(Operation::parameters));
  }

  /** The node itself, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    var reference = node.path("$ref");
    return reference.isString() ? resolve(target(reference.stringValue())) : node;
  }

  /** What a local reference points at; a missing node when it points at nothing. */
  JsonNode target(String reference) {
    return root.at(reference.substring(1));
  }

  /** How the value differs from the schema, a sentence each; empty when it does not. */
  List<String> differences(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(error -> at(error.getInstanceLocation().toString()) + error.getMessage())
        .distinct()
        .toList();
  }

  private static String at(String pointer) {
    return pointer.isEmpty() ? "" : pointer + ": ";
  }

  private Schema compile(JsonNode schema) {
    var absolute = schema.deepCopy();
    makeReferencesAbsolute(absolute);
    return schemas.getSchema(absolute.toString(), InputFormat.JSON);
  }

  /** So that a schema taken out of the document still finds what it refers to. */
  private static void makeReferencesAbsolute(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var reference = object.path("$ref");
      if (reference.isString() && reference.stringValue().startsWith("#")) {
        object.put("$ref", IRI + reference.stringValue());
      }
      object.values().forEach(ContractDocument::makeReferencesAbsolute);
    } else if (node instanceof ArrayNode array) {
      array.values().forEach(ContractDocument::makeReferencesAbsolute);
    }
  }

  private static Pattern pattern(String template) {
    var pattern = new StringBuilder();
    for (var segment : template.substring(1).split("/", -1)) {
      pattern.append('/').append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
    }
    return Pattern.compile(pattern.toString());
  }
}
