package dev.holdfast.notification.port;

import dev.holdfast.notification.MailTemplate;

/** Who is told how mailing gets on, without addresses or contents. Must neither wait nor fail. */
public interface MailWatch {
  /** Tells nobody. */
  MailWatch NOBODY = new MailWatch() {};

  /** What a mail has come to. */
  enum Outcome {
    SENT,
    /** It will never be sent. */
    FAILED,
    /** It was put off and is tried again. */
    RETRIED,
    /** There was no reason for it any more. */
    DROPPED
  }

  /**
   * @param code the server's answer or the kind of failure, where there is one
   */
  default void came(MailTemplate template, Outcome outcome, String code) {}

  /** No mail can be sent for now; none is lost. */
  default void isHeldUp(Throwable cause) {}
}
