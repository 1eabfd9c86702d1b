package dev.holdfast.adapter.web.notification;

import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.Problem.Failure;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.notification.NotificationRejection;
import dev.holdfast.notification.NotificationRejection.ForbiddenUrl;
import dev.holdfast.shared.Rejection;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** How the refusals of the notification context are answered. */
public final class NotificationProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof NotificationRejection refused
        ? Optional.of(problem(refused))
        : Optional.empty();
  }

  private static Problem problem(NotificationRejection rejection) {
    return switch (rejection) {
      case ForbiddenUrl(var reason) ->
          Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "forbidden-url", reason)
              .failing(List.of(new Failure("/url", "forbidden-url", reason)));
    };
  }
}
