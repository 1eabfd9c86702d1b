package dev.holdfast.adapter.web;

import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns whatever went wrong into a {@link Problem}, and a problem into its JSON (RFC 9457). Nothing
 * else knows the status of a rejection. What it does not recognise is a defect of ours and answered
 * without a word about it.
 */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String TYPES = "https://holdfast.dev/problems/";
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int CAUSES_MAX = 16;

  private final List<RejectionProblems> rejections;
  private final List<Predicate<? super Throwable>> outages;

  /**
   * @param contexts how each context's rejections are answered; those every context knows are added
   * @param outages what tells, of one link in a chain of causes, that a backend cannot be reached;
   *     timeouts and broken connections are known here
   */
  public Problems(
      List<? extends RejectionProblems> contexts,
      List<? extends Predicate<? super Throwable>> outages) {
    this.rejections = new ArrayList<>(contexts);
    this.rejections.add(new AccessProblems());
    this.outages = List.copyOf(outages);
  }

  /** How this failure is answered. */
  public Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException refused -> refused.problem();
      case RejectedException refused -> of(refused.rejection());
      case ResponseStatusException framework -> ofFramework(framework);
      case Throwable outage when isOutage(outage) -> unavailable();
      default -> internal();
    };
  }

  /** How this rejection is answered; one that no context knows is a defect. */
  public Problem of(Rejection rejection) {
    return rejections.stream()
        .flatMap(context -> context.of(rejection).stream())
        .findFirst()
        .orElseGet(Problems::internal);
  }

  /** Whether the failure is an outage around us rather than a defect of ours. */
  public boolean isOutage(Throwable failure) {
    var link = failure;
    for (var depth = 0; link != null && depth < CAUSES_MAX; depth++) {
      var known = link;
      if (known instanceof TimeoutException
          || known instanceof IOException
          || outages.stream().anyMatch(outage -> outage.test(known))) {
        return true;
      }
      link = link.getCause();
    }
    return false;
  }

  private static Problem unavailable() {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "dependency-unavailable",
            "Something this request needs cannot be reached; try again.")
        .retryAfter(RETRY_AFTER_SECONDS);
  }

  private static Problem internal() {
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong on our side.");
  }

  private static Problem ofFramework(ResponseStatusException failure) {
    var status = HttpStatus.resolve(failure.getStatusCode().value());
    if (status == null || (status.is5xxServerError() && status != HttpStatus.SERVICE_UNAVAILABLE)) {
      return internal();
    }
    var problem =
        switch (status) {
          case BAD_REQUEST -> Problem.of(status, "malformed-request", "It cannot be read.");
          case NOT_FOUND -> AccessProblems.notFound();
          case UNAUTHORIZED -> Authentication.missing().problem();
          case CONTENT_TOO_LARGE -> Problem.of(status, "body-too-large", "It is too large.");
          case UNSUPPORTED_MEDIA_TYPE ->
              Problem.of(status, "unsupported-media-type", "It is sent as the wrong type.");
          case SERVICE_UNAVAILABLE -> unavailable();
          default -> Problem.of(status, codeOf(status), status.getReasonPhrase() + ".");
        };
    var allow = failure.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.header(HttpHeaders.ALLOW, allow);
  }

  private static String codeOf(HttpStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The problem as JSON.
   *
   * @param instance the path of the request it answers
   */
  public static ObjectNode json(Problem problem, String instance, String traceId) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("type", TYPES + problem.code());
    body.put("title", title(problem.code()));
    body.put("status", problem.status().value());
    body.put("detail", problem.detail());
    body.put("instance", instance);
    body.put("code", problem.code());
    body.put("traceId", traceId);
    body.put("retryable", problem.retryable());
    if (!problem.failures().isEmpty()) {
      body.set("errors", Json.mapper().valueToTree(problem.failures()));
    }
    problem.members().forEach((name, value) -> body.set(name, Json.mapper().valueToTree(value)));
    return body;
  }

  /** The problem as JSON, as the answer to this request or to a part of it. */
  public static ObjectNode json(Problem problem, ServerWebExchange exchange) {
    return json(problem, exchange.getRequest().getURI().getRawPath(), EdgeFilter.traceId(exchange));
  }

  /** Says what the answer does not: a refusal is daily life, an outage and a defect are not. */
  public static void log(ServerWebExchange exchange, Problem problem, Throwable failure) {
    if (failure instanceof ProblemException || failure instanceof RejectedException) {
      LOG.debug("refused: {}", problem.code());
      return;
    }
    var event =
        switch (problem.status()) {
          case INTERNAL_SERVER_ERROR -> LOG.atError().setCause(failure);
          case SERVICE_UNAVAILABLE -> LOG.atWarn().setCause(failure);
          default -> LOG.atDebug();
        };
    event
        .addKeyValue("traceId", EdgeFilter.traceId(exchange))
        .addKeyValue("requestId", EdgeFilter.origin(exchange).requestId())
        .addKeyValue("code", problem.code())
        .log("a request failed");
  }

  private static String title(String code) {
    return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' ');
  }
}
