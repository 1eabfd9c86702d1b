package dev.holdfast.notification;

/** The mail server has not taken this mail; later it may. */
public final class MailPutOff extends RuntimeException {
  /**
   * @param code the server's answer, such as {@code 451}, or the kind of failure; nothing else
   */
  public MailPutOff(String code) {
    super(code, null, false, false);
  }
}
