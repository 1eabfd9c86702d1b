package dev.holdfast.notification;

/** The mail server will not take this mail, now or ever. */
public final class MailRefused extends RuntimeException {
  /**
   * @param code the server's answer, such as {@code 550}, without its words: they tend to repeat
   *     the address
   */
  public MailRefused(String code) {
    super(code, null, false, false);
  }
}
