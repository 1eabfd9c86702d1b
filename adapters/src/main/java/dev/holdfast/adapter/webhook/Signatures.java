package dev.holdfast.adapter.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.holdfast.notification.port.WebhookSender.Message;
import java.util.stream.Collectors;

/**
 * Signatures as Standard Webhooks 1.0 has them: one for each live secret, the current one first.
 */
final class Signatures {
  private Signatures() {}

  /** The value of {@code webhook-signature}: {@code v1,<Base64>}, several with a space between. */
  static String of(Message message) {
    return message.secrets().stream()
        .map(secret -> sign(secret, message))
        .collect(Collectors.joining(" "));
  }

  private static String sign(String secret, Message message) {
    try {
      return new Webhook(secret).sign(message.id(), message.at().getEpochSecond(), message.body());
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      throw new IllegalStateException("cannot sign " + message.id(), e);
    }
  }
}
