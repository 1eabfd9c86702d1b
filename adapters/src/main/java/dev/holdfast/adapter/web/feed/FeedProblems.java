package dev.holdfast.adapter.web.feed;

import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.feed.FeedRejection;
import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.shared.Rejection;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** How refusals that are about following are answered. */
public final class FeedProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof FeedRejection feed ? Optional.of(problem(feed)) : Optional.empty();
  }

  private static Problem problem(FeedRejection rejection) {
    return switch (rejection) {
      case PositionGone _ ->
          Problem.of(
              HttpStatus.GONE,
              "position-gone",
              "No event stands at this position, or no longer: begin afresh without one.");
    };
  }
}
