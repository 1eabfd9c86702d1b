package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.app.contract.OpenApiContract;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The server serves what openapi.yaml promises, and nothing else. */
class RoutesIT {
  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsServed() {
    var served = new TreeSet<>(RunningHoldfast.shared().bean(WebRoutes.class).listed());
    assertThat(served).isEqualTo(new TreeSet<>(OpenApiContract.documentedOperations()));
  }
}
