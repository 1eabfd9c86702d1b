package dev.holdfast.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventCatalogueTest {
  @Test
  void theDocumentAndTheContractKnowTheSameEventsInTheSameVersions() {
    assertThat(EventCatalogue.inTheDocument())
        .isNotEmpty()
        .isEqualTo(EventCatalogue.inTheContract());
  }
}
