package dev.holdfast.app;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What whoever started Holdfast to try it out needs to know next. */
@Component
final class Greeting {
  private final Settings settings;
  private final Backends backends;

  Greeting(Settings settings, Backends backends) {
    this.settings = settings;
    this.backends = backends;
  }

  @EventListener
  @SuppressWarnings("SystemOut") // this is for whoever sits in front of it, not for a log
  void say(ApplicationReadyEvent ready) {
    if (!settings.isProduction()
        && ready.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      System.out.println(text(web.getWebServer().getPort(), web.getEnvironment()));
    }
  }

  private String text(int port, Environment environment) {
    var url = "http://127.0.0.1:" + port;
    var text =
        new StringBuilder()
            .append("\nHoldfast serves ")
            .append(url)
            .append("   documentation: ")
            .append(url)
            .append("/docs\n");
    var embedded = backends.embedded();
    if (embedded != null) {
      text.append("Embedded servers keep their data in ").append(settings.data().dir());
      if (settings.database().url() == null) {
        text.append("; PostgreSQL is process ").append(embedded.databaseProcess());
      }
      if (settings.redis().url() == null) {
        text.append("; Redis is process ").append(embedded.redisProcess());
      }
      text.append(".\n");
    }
    if (settings.wantsDemoData()) {
      text.append("Demo accounts: admin@holdfast.test, manager@holdfast.test, user@holdfast.test; ")
          .append("password: ")
          .append(DemoData.PASSWORD)
          .append('\n');
    }
    if (!settings.mail().hasServer()) {
      text.append("Mails can be read at http://127.0.0.1:")
          .append(environment.getProperty("local.management.port", "8081"))
          .append("/actuator/mailbox\n");
    }
    return text.append("\nTry this:\n  curl ").append(url).append("/v1/resources\n").toString();
  }
}
