package dev.holdfast.notification.port;

import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.WebhookTarget;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Sends signed messages by HTTP. */
public interface WebhookSender {
  /**
   * Sends one message and reads no more of the answer than is good for us, in bounded time. Never
   * empty; does not fail: whatever goes wrong is a reply.
   */
  Mono<WebhookReply> send(Message message);

  /**
   * @param id the same at each attempt
   * @param at the time of the attempt, which is signed
   * @param secrets each signs; at least one
   */
  record Message(WebhookTarget target, String id, Instant at, String body, List<String> secrets) {
    public Message {
      secrets = List.copyOf(secrets);
    }

    /** Without body and secrets, which belong in no log. */
    @Override
    public String toString() {
      return "Message[" + id + "]";
    }
  }
}
