package dev.holdfast.app;

import dev.holdfast.notification.usecase.SendMails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and ends sending mails. It ends by itself once the mails under way have been sent and
 * noted: what is cut off in between would be sent again.
 */
final class MailDelivery implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);

  private final SendMails sender;
  private Runnable ended = () -> {};
  private boolean isRunning;

  MailDelivery(SendMails sender) {
    this.sender = sender;
  }

  @Override
  public synchronized void start() {
    isRunning = true;
    var _ =
        sender
            .run()
            .doFinally(_ -> hasEnded())
            .subscribe(_ -> {}, failure -> LOG.error("sending mails has ended", failure));
  }

  private synchronized void hasEnded() {
    isRunning = false;
    ended.run();
  }

  /** Returns at once; {@code done} is run when it has ended. */
  @Override
  public synchronized void stop(Runnable done) {
    if (isRunning) {
      ended = done;
      sender.stop();
    } else {
      done.run();
    }
  }

  @Override
  public void stop() {
    sender.stop();
  }

  @Override
  public synchronized boolean isRunning() {
    return isRunning;
  }
}
