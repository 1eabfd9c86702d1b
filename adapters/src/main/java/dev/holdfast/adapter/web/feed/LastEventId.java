package dev.holdfast.adapter.web.feed;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.Problem.Failure;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.feed.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Where a stream is to be taken up again: the header that browsers send by themselves, or else the
 * parameter for readers that cannot set headers. The header is the fresher of the two: a browser
 * that reconnects asks for the address it was given at first.
 */
final class LastEventId {
  private static final String HEADER = "Last-Event-ID";
  private static final String PARAMETER = "lastEventId";
  private static final String MESSAGE = "is not the id of an event";

  private LastEventId() {}

  /** The position, or null to begin afresh; checks the parameters. */
  static @Nullable Position of(ServerRequest request, QueryParams query) {
    var parameter = position(query, PARAMETER).optional();
    query.check();
    var header = request.headers().header(HEADER);
    if (header.isEmpty()) {
      return parameter;
    }
    return header.size() == 1
        ? Position.parse(header.getFirst()).orElseThrow(LastEventId::malformed)
        : refused();
  }

  /** A position in a parameter of its own. */
  static Field<Position> position(QueryParams query, String name) {
    return query.read(name, Position.START, text -> Position.parse(text).orElse(null), MESSAGE);
  }

  private static Position refused() {
    throw malformed();
  }

  private static RuntimeException malformed() {
    return Problem.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "A parameter cannot be used.")
        .failing(List.of(new Failure("/header/" + HEADER, "invalid-parameter", MESSAGE)))
        .exception();
  }
}
