package dev.holdfast.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import dev.holdfast.app.contract.ContractDocument.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The document keeps the rules of OpenAPI 3.1. The validator brings no meta-schema for it, only the
 * one of JSON Schema 2020-12, which the schemas are held to; the rest is checked here.
 */
class OpenApiDocumentTest {
  private static final Pattern PROBLEM_CODE_ROW = Pattern.compile("\\| \\d{3} \\|([^|]+)\\|.*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final ContractDocument document = ContractDocument.load();
  private final JsonNode root = document.root();

  @Test
  void isOpenApi31() {
    assertThat(root.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(root.path("info").propertyNames())
        .contains("title", "version", "license", "description");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    var broken = new ArrayList<String>();
    visit(
        root,
        "",
        (place, node) -> {
          var reference = node.path("$ref");
          if (reference.isString() && document.target(reference.stringValue()).isMissingNode()) {
            broken.add(place + " → " + reference.stringValue());
          }
        });
    assertThat(broken).isEmpty();
  }

  @Test
  void everyComponentIsUsed() {
    var used = new HashSet<String>();
    visit(root, "", (_, node) -> used.add(node.path("$ref").asString("")));
    var unused = new ArrayList<String>();
    for (var room : root.path("components").properties()) {
      for (var name : room.getValue().propertyNames()) {
        var reference = "#/components/" + room.getKey() + "/" + name;
        if (!room.getKey().equals("securitySchemes") && !used.contains(reference)) {
          unused.add(reference);
        }
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void everyOperationSaysWhatItIs() {
    var ids = new HashSet<String>();
    var tags = root.path("tags").valueStream().map(tag -> tag.path("name").asString()).toList();
    assertThat(document.operations()).isNotEmpty();
    for (var operation : document.operations()) {
      assertThat(ids.add(operation.id())).as("%s: its id is its own", operation).isTrue();
      assertThat(operation.node().propertyNames())
          .as("%s", operation)
          .contains("operationId", "tags", "summary", "responses");
      assertThat(operation.node().path("tags").valueStream().map(JsonNode::asString))
          .as("%s: its tags", operation)
          .isNotEmpty()
          .isSubsetOf(tags);
    }
  }

  @Test
  void everyPathParameterIsDeclared() {
    for (var operation : document.operations()) {
      var declared =
          Stream.concat(
                  root.path("paths").path(operation.path()).path("parameters").valueStream(),
                  operation.node().path("parameters").valueStream())
              .map(document::resolve)
              .filter(parameter -> parameter.path("in").asString().equals("path"))
              .filter(parameter -> parameter.path("required").asBoolean())
              .map(parameter -> parameter.path("name").asString())
              .toList();
      var named =
          Pattern.compile("\\{([^}]+)}")
              .matcher(operation.path())
              .results()
              .map(match -> match.group(1))
              .toList();
      assertThat(declared).as("%s", operation).containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void everyAnswerIsDescribedAndEveryRefusalIsAProblem() {
    forEachResponse(
        (operation, status, response) -> {
          assertThat(status).as("%s", operation).matches("[2345]\\d\\d");
          assertThat(response.path("description").asString(""))
              .as("%s %s", operation, status)
              .isNotBlank();
          assertThat(response.path("headers").propertyNames())
              .as("%s %s", operation, status)
              .contains("X-Request-Id");
          var health = operation.path().startsWith("/health") && status.equals("503");
          if (status.compareTo("400") >= 0 && !health) {
            assertThat(response.path("content").propertyNames())
                .as("%s %s", operation, status)
                .containsExactly("application/problem+json");
          }
        });
  }

  @Test
  void everyListIsAlsoAStreamOfLines() {
    forEachResponse(
        (operation, status, response) -> {
          var schema = response.path("content").path("application/json").path("schema");
          if (document.resolve(schema).path("properties").has("nextCursor")) {
            assertThat(response.path("content").propertyNames())
                .as("%s %s", operation, status)
                .contains("application/x-ndjson");
            assertThat(response.path("headers").propertyNames())
                .as("%s %s", operation, status)
                .contains("Link");
          }
        });
  }

  @Test
  void everySchemaIsOneOfJsonSchema() {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12));
    for (var schema : root.path("components").path("schemas").properties()) {
      assertThat(metaSchema.validate(schema.getValue())).as(schema.getKey()).isEmpty();
    }
  }

  @Test
  void objectsAreClosed() {
    visit(
        root.path("components").path("schemas"),
        "",
        (place, node) -> {
          if (node.path("type").asString("").equals("object") && node.has("properties")) {
            assertThat(node.path("additionalProperties").asBoolean(true)).as(place).isFalse();
          }
        });
  }

  @Test
  void everyExampleKeepsItsSchema() {
    forEachResponse((operation, _, response) -> checkExamples(operation.id(), response));
    for (var operation : document.operations()) {
      checkExamples(operation.id(), operation.node().path("requestBody"));
    }
  }

  @Test
  void theTableOfProblemsHasEveryCode() {
    var inTable =
        root.path("info")
            .path("description")
            .asString()
            .lines()
            .map(PROBLEM_CODE_ROW::matcher)
            .filter(row -> row.matches())
            .flatMap(row -> CODE.matcher(row.group(1)).results().map(code -> code.group(1)))
            .toList();
    var inSchema =
        root.at("/components/schemas/ProblemCode/enum").valueStream().map(JsonNode::asString);
    assertThat(inTable).containsExactlyInAnyOrderElementsOf(inSchema.toList());
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> ContractDocument.of("paths: {}\npaths: {}\n".getBytes(UTF_8)))
        .isInstanceOf(JacksonException.class);
  }

  private void checkExamples(String place, JsonNode holder) {
    for (var content : holder.path("content").properties()) {
      for (var example : content.getValue().path("examples").properties()) {
        var value = document.resolve(example.getValue()).path("value");
        assertThat(value.isMissingNode())
            .as("%s %s has a value", place, example.getKey())
            .isFalse();
        assertThat(document.differences(content.getValue().path("schema"), value))
            .as("%s %s", place, example.getKey())
            .isEqualTo(List.of());
      }
    }
  }

  private interface ResponseCheck {
    void check(Operation operation, String status, JsonNode response);
  }

  private void forEachResponse(ResponseCheck check) {
    for (var operation : document.operations()) {
      for (var response : operation.node().path("responses").properties()) {
        check.check(operation, response.getKey(), document.resolve(response.getValue()));
      }
    }
  }

  private static void visit(JsonNode node, String place, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(place, node);
    for (var child : node.properties()) {
      visit(child.getValue(), place + "/" + child.getKey(), visitor);
    }
    if (node.isArray()) {
      for (var index = 0; index < node.size(); index++) {
        visit(node.get(index), place + "/" + index, visitor);
      }
    }
  }
}
