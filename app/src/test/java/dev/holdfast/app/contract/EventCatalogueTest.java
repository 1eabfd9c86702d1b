package dev.holdfast.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.WebhookTypes;
import org.junit.jupiter.api.Test;

class EventCatalogueTest {
  @Test
  void theDocumentAndTheContractKnowTheSameEventsInTheSameVersions() {
    assertThat(EventCatalogue.inTheDocument())
        .isNotEmpty()
        .isEqualTo(EventCatalogue.inTheContract());
  }

  @Test
  void whateverIsToldCanBeAskedForByWebhook() {
    assertThat(EventCatalogue.inTheDocument().keySet()).allMatch(WebhookTypes::isKnown);
  }
}
