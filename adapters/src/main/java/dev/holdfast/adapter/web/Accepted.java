package dev.holdfast.adapter.web;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.reactive.function.server.ServerRequest;

/** What the {@code Accept} header lets us answer with (RFC 9110 §12.5.1). */
final class Accepted {
  private Accepted() {}

  /** Refuses with 406 when none of the types is acceptable. */
  static void require(ServerRequest request, List<MediaType> produces) {
    var lines = request.headers().header(HttpHeaders.ACCEPT);
    if (lines.isEmpty() || (lines.size() == 1 && lines.getFirst().equals("*/*"))) {
      return;
    }
    var ranges = ranges(lines);
    for (var type : produces) {
      if (quality(ranges, type) > 0) {
        return;
      }
    }
    throw new ProblemException(
        HttpStatus.NOT_ACCEPTABLE,
        "not-acceptable",
        "This can only be answered as " + produces + ".");
  }

  /** Of these types the one the client likes best; the first where it does not care. */
  static MediaType preferred(ServerRequest request, List<MediaType> produces) {
    var lines = request.headers().header(HttpHeaders.ACCEPT);
    var best = produces.getFirst();
    if (lines.isEmpty()) {
      return best;
    }
    var ranges = ranges(lines);
    var bestQuality = quality(ranges, best);
    for (var type : produces.subList(1, produces.size())) {
      var quality = quality(ranges, type);
      if (quality > bestQuality) {
        best = type;
        bestQuality = quality;
      }
    }
    return best;
  }

  private static List<MediaType> ranges(List<String> lines) {
    try {
      return MediaType.parseMediaTypes(lines);
    } catch (InvalidMediaTypeException | InvalidMimeTypeException _) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "malformed-header", "Accept cannot be read.");
    }
  }

  /** The quality of the most specific range that includes the type; 0 when none does. */
  private static double quality(List<MediaType> ranges, MediaType type) {
    var quality = 0.0;
    var specificity = -1;
    for (var range : ranges) {
      if (!range.includes(type) && !type.equals(MediaType.ALL)) {
        continue;
      }
      var specific = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
      if (specific > specificity) {
        specificity = specific;
        quality = range.getQualityValue();
      }
    }
    return quality;
  }
}
