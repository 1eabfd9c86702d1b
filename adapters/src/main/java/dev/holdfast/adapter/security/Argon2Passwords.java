package dev.holdfast.adapter.security;

import dev.holdfast.shared.RejectedException;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.UserRejection.SignInsBusy;
import dev.holdfast.user.port.Passwords;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Argon2id with the parameters OWASP recommends: 19 MiB, 2 passes, 1 lane. It runs on a few threads
 * of its own and takes no more than these, so a flood of sign-ins costs them and {@code threads} ×
 * 19 MiB, not the event loops and the heap.
 *
 * <p>A permit belongs to the task, not to the request: whoever hangs up does not let the next one
 * in before the work is done. Beyond the permits, everyone is refused at once.
 */
public final class Argon2Passwords implements Passwords, AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;

  private static final Pattern ENCODED =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+");
  private static final int MEMORY_KIB_MAX = 65_536;
  private static final int PASSES_MAX = 10;
  private static final int LANES_MAX = 4;

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
  private final PasswordHash nobodys = new PasswordHash(encode(new Password("nobody's password")));
  private final ExecutorService threads;
  private final Semaphore permits;

  /**
   * @param threads how many passwords are hashed at once
   * @param waiting how many more may wait; at about 20 a second and thread, 20 per thread wait no
   *     longer than a second
   */
  public Argon2Passwords(int threads, int waiting) {
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("argon2-", 1).factory());
    this.permits = new Semaphore(threads + waiting);
  }

  @Override
  public Mono<PasswordHash> hash(Password password) {
    return task(() -> new PasswordHash(encode(password)));
  }

  @Override
  public Mono<Boolean> matches(Password attempt, @Nullable PasswordHash kept) {
    return task(
        () -> {
          var same = verify(attempt, kept == null ? nobodys : kept);
          return same && kept != null;
        });
  }

  private String encode(Password password) {
    var encoded = argon2.encode(password.text());
    if (encoded == null) {
      throw new IllegalStateException("no hash was made");
    }
    return encoded;
  }

  private boolean verify(Password attempt, PasswordHash kept) {
    checkCost(kept);
    return argon2.matches(attempt.text(), kept.encoded());
  }

  /** A kept hash says itself how much it costs; whoever can write one must not name the price. */
  private static void checkCost(PasswordHash kept) {
    var parts = ENCODED.matcher(kept.encoded());
    if (!parts.matches()
        || Integer.parseInt(parts.group(1)) > MEMORY_KIB_MAX
        || Integer.parseInt(parts.group(2)) > PASSES_MAX
        || Integer.parseInt(parts.group(3)) > LANES_MAX) {
      throw new IllegalStateException("a kept password hash has parameters beyond the bounds");
    }
  }

  @Override
  public boolean isOutdated(PasswordHash kept) {
    return argon2.upgradeEncoding(kept.encoded());
  }

  private <T> Mono<T> task(Supplier<T> work) {
    return Mono.defer(() -> submitted(work)).publishOn(Schedulers.parallel());
  }

  private <T> Mono<T> submitted(Supplier<T> work) {
    if (!permits.tryAcquire()) {
      return Mono.error(new RejectedException(new SignInsBusy()));
    }
    try {
      var task = CompletableFuture.supplyAsync(() -> permitted(work), threads);
      return Mono.fromFuture(task, true);
    } catch (RejectedExecutionException closed) {
      permits.release();
      throw closed;
    }
  }

  private <T> T permitted(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  /** Finishes what is under way and takes no more. */
  @Override
  public void close() {
    threads.close();
  }
}
