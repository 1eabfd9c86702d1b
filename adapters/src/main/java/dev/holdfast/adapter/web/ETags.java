package dev.holdfast.adapter.web;

import dev.holdfast.shared.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Versions as entity tags (RFC 9110 §8.8.3): the third version is {@code "3"}. */
public final class ETags {
  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"\\s*(,|$)");
  private static final Pattern VERSION = Pattern.compile("0|[1-9]\\d{0,17}");

  private ETags() {}

  /** The tag of a version, as it goes into the {@code ETag} header. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * What {@code If-Match} says; 400 {@code malformed-header} when it cannot be read. A list matches
   * if any of its tags does; as our versions only ever grow, the highest version in it speaks for
   * it.
   */
  public static Precondition precondition(ServerRequest request) {
    var lines = request.headers().header(HttpHeaders.IF_MATCH);
    if (lines.isEmpty()) {
      return new Precondition.Absent();
    }
    var value = String.join(",", lines).strip();
    if (value.equals("*")) {
      return new Precondition.Any();
    }
    return versions(value).stream()
        .max(Long::compare)
        .<Precondition>map(Precondition.Version::new)
        .orElseGet(Precondition.Unmatchable::new);
  }

  private static List<Long> versions(String value) {
    var versions = new ArrayList<Long>();
    var tag = TAG.matcher(value);
    var at = 0;
    do {
      if (!tag.find(at) || tag.start() != at) {
        throw malformed();
      }
      if (tag.group(1) == null && VERSION.matcher(tag.group(2)).matches()) {
        versions.add(Long.parseLong(tag.group(2)));
      }
      at = tag.end();
      if (at == value.length() && tag.group(3).equals(",")) {
        throw malformed();
      }
    } while (at < value.length());
    return versions;
  }

  private static ProblemException malformed() {
    return new ProblemException(
        HttpStatus.BAD_REQUEST,
        "malformed-header",
        "If-Match must be an ETag such as \"3\", or *.");
  }
}
