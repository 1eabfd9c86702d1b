package dev.holdfast.adapter.mail;

import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailPutOff;
import dev.holdfast.notification.MailRefused;
import dev.holdfast.notification.port.Mailer;
import dev.holdfast.shared.OutageException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends mails over SMTP with Jakarta Mail, which waits, on a few threads of its own. Connecting,
 * reading and writing each end after five seconds.
 *
 * <p>What goes wrong before the mail is offered (no connection, no trust, no sign-in, or a sender
 * that the server does not know) is an outage: it would go wrong with any mail. What the server
 * says of the recipient or the content is about this mail: 5xx is for ever, anything else for now.
 */
public final class SmtpMailer implements Mailer, AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int REFUSED = 500;

  private final MailServer server;
  private final MimeMails mails;
  private final Session session;
  private final Scheduler threads =
      Schedulers.newBoundedElastic(THREADS, WAITING, "smtp", 60, true);
  private final Connections connections;

  public SmtpMailer(MailServer server, MimeMails mails) {
    this.server = server;
    this.mails = mails;
    session = Session.getInstance(server.properties());
    connections = new Connections(this::connected, threads);
  }

  @Override
  public Mono<Void> send(Mail mail) {
    return Mono.fromCallable(() -> sent(mail)).subscribeOn(threads).then();
  }

  private boolean sent(Mail mail) throws MessagingException {
    var message = mails.message(mail, session);
    var connection = connections.take();
    try {
      deliver(message, connection);
    } catch (MessagingException | RuntimeException failure) {
      connections.drop(connection);
      throw failure;
    }
    connections.giveBack(connection);
    return true;
  }

  private Transport connected() {
    try {
      var transport = session.getTransport(server.protocol());
      transport.connect(server.host(), server.port(), server.user(), server.password());
      return transport;
    } catch (MessagingException failure) {
      throw new OutageException("mail server " + server, withoutWords(failure));
    }
  }

  private static void deliver(MimeMessage message, Transport connection) throws MessagingException {
    try {
      connection.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException failure) {
      throw verdict(failure);
    }
  }

  private static RuntimeException verdict(MessagingException failure) {
    for (Exception cause = failure; cause != null; cause = next(cause)) {
      switch (cause) {
        case SMTPSenderFailedException sender -> {
          return new OutageException("mail server", said(sender.getReturnCode()));
        }
        case SMTPAddressFailedException address -> {
          return answered(address.getReturnCode());
        }
        default -> {}
      }
    }
    if (!(failure instanceof SMTPSendFailedException refused)) {
      return new MailPutOff(failure.getClass().getSimpleName());
    }
    var code = refused.getReturnCode();
    return code < REFUSED && String.valueOf(refused.getCommand()).startsWith("MAIL")
        ? new OutageException("mail server", said(code))
        : answered(code);
  }

  private static @Nullable Exception next(Exception failure) {
    return failure instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static RuntimeException answered(int code) {
    return code >= REFUSED
        ? new MailRefused(Integer.toString(code))
        : new MailPutOff(Integer.toString(code));
  }

  /** The words of a server tend to repeat what was said to it. */
  private static Exception withoutWords(MessagingException failure) {
    var next = failure.getNextException();
    var cause = next == null ? failure : next;
    return new IllegalStateException(cause.getClass().getName());
  }

  private static Exception said(int code) {
    return new IllegalStateException("it answered " + code);
  }

  /** Lets go of the server; whoever sends has been stopped before. */
  @Override
  public void close() {
    connections.close();
    threads.dispose();
  }
}
