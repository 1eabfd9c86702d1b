package dev.holdfast.adapter.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * An answer of refusal (RFC 9457), before it meets the request it answers.
 *
 * @param code last part of {@code type}: lower case words joined by hyphens, part of the contract
 * @param detail for a human, without personal data, class names, SQL or versions
 * @param retryable whether the same request may succeed later, unchanged
 * @param failures one by one what is wrong with the request; may be empty
 * @param members further members of the answer, such as {@code conflicts}, as values Jackson writes
 * @param headers further headers of the answer
 */
public record Problem(
    HttpStatus status,
    String code,
    String detail,
    boolean retryable,
    List<Failure> failures,
    Map<String, Object> members,
    Map<String, String> headers) {

  /**
   * One thing that is wrong with a request.
   *
   * @param pointer JSON pointer into the body (RFC 6901), or {@code /query/name}, {@code
   *     /path/name}
   */
  public record Failure(String pointer, String code, String message) {}

  public Problem {
    failures = List.copyOf(failures);
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  /** A problem without anything further; 503 and 429 are worth a retry, all else is not. */
  public static Problem of(HttpStatus status, String code, String detail) {
    var retryable =
        status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS;
    return new Problem(status, code, detail, retryable, List.of(), Map.of(), Map.of());
  }

  /** Rules that the request breaks: 422 {@code validation}. */
  public static Problem validation(List<Failure> failures) {
    return of(HttpStatus.UNPROCESSABLE_CONTENT, "validation", "The request breaks a rule.")
        .failing(failures);
  }

  /** One rule that the request breaks. */
  public static Problem validation(String pointer, String message) {
    return validation(List.of(new Failure(pointer, "validation", message)));
  }

  public Problem failing(List<Failure> more) {
    var all = new ArrayList<>(failures);
    all.addAll(more);
    return new Problem(status, code, detail, retryable, all, members, headers);
  }

  public Problem with(String member, Object value) {
    var all = new LinkedHashMap<>(members);
    all.put(member, value);
    return new Problem(status, code, detail, retryable, failures, all, headers);
  }

  public Problem header(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(status, code, detail, retryable, failures, members, all);
  }

  /** Worth another try after so many seconds. */
  public Problem retryAfter(int seconds) {
    return new Problem(status, code, detail, true, failures, members, headers)
        .header("Retry-After", Integer.toString(seconds));
  }

  /** How this problem travels through a signal. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
