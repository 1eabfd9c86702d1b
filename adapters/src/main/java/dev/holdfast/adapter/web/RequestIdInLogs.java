package dev.holdfast.adapter.web;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Brings the request's id from the Reactor context to the log, where context propagation is on.
 * Found by the service loader.
 */
public final class RequestIdInLogs implements ThreadLocalAccessor<String> {
  /** The name of the id in a log line. */
  public static final String KEY = "requestId";

  @Override
  public Object key() {
    return EdgeFilter.REQUEST_ID;
  }

  @Override
  public @Nullable String getValue() {
    return MDC.get(KEY);
  }

  @Override
  public void setValue(String requestId) {
    MDC.put(KEY, requestId);
  }

  @Override
  public void setValue() {
    MDC.remove(KEY);
  }
}
