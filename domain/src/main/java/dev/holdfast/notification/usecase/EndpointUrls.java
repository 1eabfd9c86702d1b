package dev.holdfast.notification.usecase;

import dev.holdfast.notification.NotificationRejection.ForbiddenUrl;
import dev.holdfast.notification.PublicInternet;
import dev.holdfast.notification.WebhookTarget;
import dev.holdfast.notification.WebhookTargets;
import dev.holdfast.notification.port.WebhookNames;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.RejectedException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Whether webhooks may be sent to a URL that someone gives. Its name is looked up too, for a good
 * answer to an honest mistake; what keeps us safe is that it is looked up, and judged, at each
 * dialling. A name that is not known, or not told in time, is taken.
 */
public final class EndpointUrls {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final WebhookTargets targets;
  private final WebhookNames names;

  public EndpointUrls(WebhookTargets targets, WebhookNames names) {
    this.targets = targets;
    this.names = names;
  }

  /** Completes, or is rejected as {@link ForbiddenUrl}; completes where no URL is given. */
  Mono<Void> require(Patch<String> url) {
    return Mono.justOrEmpty(url.value())
        .map(targets::judge)
        .filter(WebhookTarget::isNamed)
        .flatMap(target -> names.addresses(target.host()).timeout(PATIENCE, Mono.empty()))
        .doOnNext(
            addresses -> {
              if (!addresses.stream().allMatch(PublicInternet::contains)) {
                throw new RejectedException(
                    new ForbiddenUrl("The host must be on the public internet."));
              }
            })
        .then();
  }
}
