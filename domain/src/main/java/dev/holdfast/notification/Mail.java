package dev.holdfast.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is in a mail. It is made to be sent and kept nowhere.
 *
 * @param id the notification's, from which the Message-ID is made: whoever gets one mail twice can
 *     see that it is one
 * @param booking absent for what is not about a booking
 * @param at when it is sent
 */
public record Mail(
    UUID id,
    MailTemplate template,
    String subject,
    Addressee to,
    @Nullable MailedBooking booking,
    Instant at) {

  /** Whom it goes to. */
  public record Addressee(String email, String firstName, String lastName) {
    /** Says nothing: addresses do not belong into logs. */
    @Override
    public String toString() {
      return "Addressee[…]";
    }
  }
}
