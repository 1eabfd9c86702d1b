package dev.holdfast.notification;

import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message.
 *
 * @param status given when answered
 */
public record WebhookReply(Outcome outcome, @Nullable Integer status) {
  private static final int GONE = 410;

  /** How it ended. */
  public enum Outcome {
    ANSWERED,
    TIMED_OUT,
    UNREACHABLE,
    /** The target leads out of the public internet. */
    FORBIDDEN,
    /** There was nothing to send: the event cannot be found or shown. */
    UNREADABLE
  }

  public static WebhookReply answered(int status) {
    return new WebhookReply(Outcome.ANSWERED, status);
  }

  public static WebhookReply unanswered(Outcome outcome) {
    return new WebhookReply(outcome, null);
  }

  /** Whether the receiver has taken it. A redirection is a refusal: it is not followed. */
  public boolean isTaken() {
    return status != null && status >= 200 && status < 300;
  }

  /** Whether the receiver wants nothing any more, as Standard Webhooks has it. */
  public boolean isGone() {
    return status != null && status == GONE;
  }
}
