package dev.holdfast.adapter.security;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The signing keys as they stand in their file, which may change at any time. While the file is
 * missing or broken, the keys that were in it last stay in use: that is told once, and the rest of
 * the server need not know.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final Path file;
  private volatile Reading last;
  private volatile boolean isBroken;

  private record Reading(String text, KeyRing ring) {}

  private SigningKeys(Path file, Reading first) {
    this.file = file;
    this.last = first;
  }

  /** The keys of this file; blocks. */
  static SigningKeys in(Path file) {
    return new SigningKeys(file, reading(file, Secrets.read(file)));
  }

  private static Reading reading(Path file, String text) {
    return new Reading(text, SigningKeyFile.parse(file, text));
  }

  /** The keys now: the same object for as long as nothing in the file has changed. */
  KeyRing ring() {
    return last.ring;
  }

  /** Looks at the file again; never fails. */
  public Mono<Void> reread() {
    return Mono.<Void>fromRunnable(this::readAgain).subscribeOn(Schedulers.boundedElastic());
  }

  private synchronized void readAgain() {
    try {
      var text = Secrets.read(file);
      if (!text.equals(last.text)) {
        last = reading(file, text);
        LOG.info("the signing keys have changed, the newest is {}", last.ring.newest().kid());
      } else if (isBroken) {
        LOG.info("the signing keys can be read again and are as they were");
      }
      isBroken = false;
    } catch (SecretsException broken) {
      if (!isBroken) {
        LOG.warn("the signing keys stay as they were: {}", broken.getMessage());
      }
      isBroken = true;
    }
  }
}
