package dev.holdfast.app;

import dev.holdfast.adapter.embedded.EmbeddedServersException;
import dev.holdfast.adapter.security.SecretsException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in a sentence, without a stack, what whoever started Holdfast can mend. */
final class StartFailures implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    return reason(failure).map(reason -> new FailureAnalysis(reason, null, failure)).orElse(null);
  }

  /** What to mend, or empty when it is not for people to mend. */
  static Optional<String> reason(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(StartFailures::isForPeople)
        .map(cause -> String.valueOf(cause.getMessage()))
        .findFirst();
  }

  private static boolean isForPeople(Throwable cause) {
    return cause instanceof EmbeddedServersException
        || cause instanceof SecretsException
        || cause instanceof SettingsException;
  }
}
