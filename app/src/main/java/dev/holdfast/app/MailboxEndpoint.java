package dev.holdfast.app;

import dev.holdfast.adapter.mail.MailboxPages;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The mailbox on the management port, which only this machine reaches unless that is changed. It is
 * there in embedded mode only, and only while mails are not sent anywhere.
 */
@WebEndpoint(id = "mailbox")
final class MailboxEndpoint {
  static final String PATH = "/actuator/mailbox";

  private static final String HTML = "text/html;charset=UTF-8";

  private final MailboxPages pages;

  MailboxEndpoint(MailboxPages pages) {
    this.pages = pages;
  }

  @ReadOperation(produces = HTML)
  public String list() {
    return pages.list();
  }

  @ReadOperation(produces = HTML)
  public WebEndpointResponse<String> mail(@Selector String id) {
    return read(id)
        .flatMap(pages::mail)
        .map(WebEndpointResponse::new)
        .orElseGet(() -> new WebEndpointResponse<>("No such mail.", 404));
  }

  private static Optional<UUID> read(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
