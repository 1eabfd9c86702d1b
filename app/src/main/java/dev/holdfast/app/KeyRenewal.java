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

  /** Goes through everything once, from the beginning again after an outage. */
  Mono<Void> run() {
    return secrets.haveOtherEncryptionKeys() ? everything() : Mono.empty();
  }

  private Mono<Void> everything() {
    return Mono.zip(keys.renew(), vault.renew(endpoints))
        .retryWhen(Retry.backoff(Long.MAX_VALUE, PAUSE).maxBackoff(LONGEST_PAUSE))
        .doOnNext(
            renewed ->
                LOG.info(
                    "everything is under the encryption key in use: {} people and {} webhook"
                        + " endpoints were brought under it now",
                    renewed.getT1(),
                    renewed.getT2()))
        .then();
  }
}
