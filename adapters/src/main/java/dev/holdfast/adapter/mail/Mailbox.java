package dev.holdfast.adapter.mail;

import dev.holdfast.notification.Mail;
import dev.holdfast.notification.port.Mailer;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the mails that would have been sent, for whoever tries Holdfast out: the same bytes that
 * would have gone over the wire. Only the newest, and only in memory: a mail names and addresses a
 * person, and nothing of that is written to disk where it can be read.
 */
public final class Mailbox implements Mailer, AutoCloseable {
  /** How many mails are kept. */
  public static final int SIZE = 200;

  private static final int WAITING = 64;

  private final MimeMails mails;
  private final Deque<Kept> kept = new ArrayDeque<>();
  // One thread: it competes with whatever else is tried out on this machine.
  private final Scheduler thread = Schedulers.newBoundedElastic(1, WAITING, "mailbox", 60, true);

  public Mailbox(MimeMails mails) {
    this.mails = mails;
  }

  /**
   * One mail.
   *
   * @param raw as it would have gone over the wire, a character for each byte
   */
  record Kept(UUID id, String to, String subject, Instant at, String raw) {
    /** Says which: addresses do not belong into logs. */
    @Override
    public String toString() {
      return "Kept[" + id + "]";
    }
  }

  @Override
  public Mono<Void> send(Mail mail) {
    return Mono.fromRunnable(() -> keep(rendered(mail))).subscribeOn(thread).then();
  }

  private Kept rendered(Mail mail) {
    var bytes = new ByteArrayOutputStream();
    try {
      mails.message(mail).writeTo(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (MessagingException failure) {
      throw new IllegalStateException("not a mail", failure);
    }
    var raw = bytes.toString(StandardCharsets.ISO_8859_1);
    return new Kept(mail.id(), mail.to().email(), mail.subject(), mail.at(), raw);
  }

  private synchronized void keep(Kept mail) {
    kept.removeIf(other -> other.id().equals(mail.id()));
    kept.addFirst(mail);
    if (kept.size() > SIZE) {
      kept.removeLast();
    }
  }

  /** All of them, the newest first. */
  synchronized List<Kept> all() {
    return List.copyOf(kept);
  }

  /** The one with this id, or empty when it is not here (any more). */
  synchronized Optional<Kept> find(UUID id) {
    return kept.stream().filter(mail -> mail.id().equals(id)).findFirst();
  }

  @Override
  public void close() {
    thread.dispose();
  }
}
