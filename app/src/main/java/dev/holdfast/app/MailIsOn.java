package dev.holdfast.app;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Mails are written where there is a server that takes them; and in embedded mode without one,
 * where they go into a mailbox, unless that is turned off.
 */
final class MailIsOn implements Condition {
  /** In the place of a URL: nobody is written to. */
  private static final String OFF = "off";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return toServer(context.getEnvironment()) || toMailbox(context.getEnvironment());
  }

  /** Mails go to a server. */
  static final class ToServer implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return toServer(context.getEnvironment());
    }
  }

  /** Mails go into the mailbox. */
  static final class ToMailbox implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return toMailbox(context.getEnvironment());
    }
  }

  private static boolean toServer(Environment environment) {
    return hasServer(environment.getProperty("holdfast.mail.url"));
  }

  private static boolean toMailbox(Environment environment) {
    return !toServer(environment)
        && !OFF.equals(environment.getProperty("holdfast.mail.url"))
        && !"production".equalsIgnoreCase(environment.getProperty("holdfast.mode"));
  }

  /** A URL that is left empty is none. */
  static boolean hasServer(@Nullable String url) {
    return url != null && !url.isBlank() && !OFF.equals(url);
  }
}
