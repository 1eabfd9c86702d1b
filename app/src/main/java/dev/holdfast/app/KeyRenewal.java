package dev.holdfast.app;

import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.security.TinkEndpointVault;
import dev.holdfast.adapter.security.TinkPersonalKeys;
import dev.holdfast.notification.port.Endpoints;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * After the installation has got a new encryption key: brings under it what rests on the ones
 * before. Each node does so when it starts, so that the last to start finds what others have closed
 * in the meantime with the key before. Where there has only ever been one key, there is nothing to
 * do.
 */
@Component
final class KeyRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRenewal.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Secrets secrets;
  private final TinkPersonalKeys keys;
  private final TinkEndpointVault vault;
  private final Endpoints endpoints;

  KeyRenewal(Secrets secrets, TinkPersonalKeys keys, TinkEndpointVault vault, Endpoints endpoints) {
    this.secrets = secrets;
    this.keys = keys;
    this.vault = vault;
    this.endpoints = endpoints;
  }

  private record Renewed(long people, long endpoints) {
    Renewed and(Renewed more) {
      return new Renewed(people + more.people, endpoints + more.endpoints);
    }

    boolean isNothing() {
      return people + endpoints == 0;
    }
  }

  /** Goes through everything until there is nothing left; what does not open stays as it is. */
  Mono<Void> run() {
    return secrets.haveOtherEncryptionKeys() ? everything() : Mono.empty();
  }

  private Mono<Void> everything() {
    return round()
        .expand(renewed -> renewed.isNothing() ? Mono.empty() : round())
        .reduce(Renewed::and)
        .doOnNext(
            renewed ->
                LOG.info(
                    "all that opens is under the encryption key in use: {} people and {} webhook"
                        + " endpoints were brought under it now",
                    renewed.people,
                    renewed.endpoints))
        .then();
  }

  /** A change that came between may have left something as it was, hence several. */
  private Mono<Renewed> round() {
    return Mono.zip(keys.renew(), vault.renew(endpoints), Renewed::new)
        .retryWhen(Retry.backoff(Long.MAX_VALUE, PAUSE).maxBackoff(LONGEST_PAUSE));
  }
}
