package dev.holdfast.notification.port;

import dev.holdfast.notification.Mail;
import reactor.core.publisher.Mono;

/** Sends mails. */
@FunctionalInterface
public interface Mailer {
  /**
   * Completes when the mail server has taken the mail. Fails as {@link
   * dev.holdfast.notification.MailRefused} when it never will, as {@link
   * dev.holdfast.shared.OutageException} when there is no server to talk to, whatever the mail, and
   * as anything else when this very mail may be taken later.
   */
  Mono<Void> send(Mail mail);
}
