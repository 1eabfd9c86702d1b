package dev.holdfast.app;

import dev.holdfast.adapter.security.EncryptionKeyFile;
import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.security.SigningKeyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Starts Holdfast. Without an argument it serves; {@code migrate} brings the database of {@code
 * HOLDFAST_DATABASE_URL} to the newest schema and ends; {@code new-secrets DIRECTORY} writes fresh
 * secrets and ends; {@code new-signing-key DIRECTORY} has access tokens signed with a new key from
 * soon on, and ends; {@code new-encryption-key DIRECTORY} and {@code promote-encryption-key
 * DIRECTORY} bring in a new key for other keys in two steps, and end.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
public class Holdfast {
  /** Reactor warns and Netty mixes transports unless these are set before either is loaded. */
  private static final Map<String, String> SYSTEM =
      Map.of(
          "reactor.netty.ioWorkerCount",
          Integer.toString(Runtime.getRuntime().availableProcessors()),
          "io.netty.tryReflectionSetAccessible",
          "true");

  private static final String AT_ONCE = "--at-once";

  public static void main(String[] arguments) {
    SYSTEM.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    var command = arguments.length == 0 ? "serve" : arguments[0];
    try {
      switch (command) {
        case "migrate" -> migrate();
        case "new-secrets" -> newSecrets(arguments);
        case "new-signing-key" -> newSigningKey(arguments);
        case "new-encryption-key" -> newEncryptionKey(arguments);
        case "promote-encryption-key" -> promoteEncryptionKey(arguments);
        default -> application().run(arguments);
      }
    } catch (RuntimeException failure) {
      if (!(failure instanceof BeansException)) {
        StartFailures.reason(failure).ifPresent(Holdfast::refuse);
      }
      // Embedded servers have threads of their own, which would keep a failed start alive.
      System.exit(1);
    }
  }

  /** The application, ready to run; also for tests. */
  static SpringApplication application() {
    var application = new SpringApplication(Holdfast.class);
    application.setRegisterShutdownHook(true);
    if (isProduction()) {
      application.setDefaultProperties(Map.of("logging.structured.format.console", "ecs"));
    }
    return application;
  }

  private static boolean isProduction() {
    return "production".equals(System.getenv("HOLDFAST_MODE"));
  }

  private static void migrate() {
    var url = System.getenv("HOLDFAST_DATABASE_URL");
    if (url == null) {
      throw new SettingsException(
          "migrate needs HOLDFAST_DATABASE_URL=postgresql://user:password@host:5432/database");
    }
    if (isProduction()) {
      ProductionRules.checkDatabase(url);
    }
    var applied = Backends.migrations(url).apply();
    say(
        applied == 0
            ? "The schema was at the newest version already."
            : "Migrations applied: " + applied);
  }

  private static void newSecrets(String[] arguments) {
    var folder = onlyFolder(arguments);
    Secrets.generate(folder);
    say("Wrote fresh secrets to " + folder + ". Keep them safe: without them, what the");
    say("database holds about people cannot be read any more.");
  }

  private static void newSigningKey(String[] arguments) {
    var words = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    var isAtOnce = words.remove(AT_ONCE);
    if (words.isEmpty() || words.size() > 2) {
      throw new SettingsException(
          "new-signing-key needs a directory: new-signing-key ./secrets [ES256|EdDSA] [--at-once]");
    }
    var folder = Path.of(words.getFirst());
    var algorithm = words.size() == 2 ? words.getLast() : SigningKeyFile.USUAL_ALGORITHM;
    if (isAtOnce) {
      SigningKeyFile.replace(folder, algorithm);
      say("Replaced the signing keys in " + folder + ". All access tokens in use are refused as");
      say("soon as the nodes have seen it; clients get new ones with their refresh tokens.");
    } else {
      var from = SigningKeyFile.add(folder, algorithm, Instant.now());
      say("Added a signing key in " + folder + ". It signs from " + from + " on; the ones before");
      say("it go when their last tokens have ended. No node needs a restart.");
    }
  }

  private static void newEncryptionKey(String[] arguments) {
    var folder = onlyFolder(arguments);
    EncryptionKeyFile.add(folder);
    say(
        "Added an encryption key in "
            + folder
            + ", which opens and closes nothing yet. Keep a copy");
    say("of the file, restart all nodes, and then promote it: promote-encryption-key " + folder);
  }

  private static void promoteEncryptionKey(String[] arguments) {
    var folder = onlyFolder(arguments);
    EncryptionKeyFile.promote(folder);
    say(
        "Promoted the newest encryption key in "
            + folder
            + ". Restart all nodes: each brings under");
    say("it what rests on the keys before, and says so. Those stay, for backups.");
  }

  private static Path onlyFolder(String[] arguments) {
    if (arguments.length != 2) {
      throw new SettingsException("%1$s needs a directory: %1$s ./secrets".formatted(arguments[0]));
    }
    return Path.of(arguments[1]);
  }

  @SuppressWarnings("SystemOut") // a command speaks to whoever typed it, not to a log
  private static void say(String line) {
    System.out.println(line);
  }

  @SuppressWarnings("SystemOut")
  private static void refuse(String reason) {
    System.err.println();
    System.err.println("Holdfast does not start: " + reason);
    System.err.println();
  }
}
