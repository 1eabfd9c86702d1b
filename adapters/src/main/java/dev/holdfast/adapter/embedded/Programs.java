package dev.holdfast.adapter.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Programs run from a folder of our own. Each data directory has its own copy of the server
 * programs, so a process is ours exactly when the file it executes lies there: process ids in files
 * may be stale and reused, this cannot be. Zombies execute nothing and so do not count.
 */
final class Programs {
  private static final Duration POLL = Duration.ofMillis(20);

  private Programs() {}

  /** The live processes whose program lies in this folder, whoever started them. */
  static List<ProcessHandle> runningFrom(Path folder) {
    return ProcessHandle.allProcesses().filter(process -> executes(process, folder)).toList();
  }

  private static boolean executes(ProcessHandle process, Path folder) {
    return process
        .info()
        .command()
        .map(Path::of)
        .filter(path -> path.startsWith(folder))
        .isPresent();
  }

  /**
   * Runs a program to its end; its output goes to the log, and the end of that into the exception
   * when it fails.
   */
  static void run(List<String> command, Path log, Duration limit)
      throws IOException, InterruptedException {
    Process process = start(command, log);
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new EmbeddedServersException(
          "%s took more than %d s.\n%s".formatted(nameOf(command), limit.toSeconds(), tail(log)));
    }
    if (process.exitValue() != 0) {
      throw new EmbeddedServersException("%s failed.\n%s".formatted(nameOf(command), tail(log)));
    }
  }

  /**
   * Starts a program whose environment holds nothing that would bend its settings, and whose output
   * goes to the log.
   */
  static Process start(List<String> command, Path log) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static String nameOf(List<String> command) {
    return command.stream()
        .filter(word -> word.startsWith("/"))
        .findFirst()
        .orElse(command.getFirst());
  }

  /** The last lines of a log, for an exception that a person reads. */
  static String tail(Path log) throws IOException {
    if (Files.notExists(log)) {
      return "";
    }
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  /**
   * Waits until nothing runs from this folder any more; false when something still does at the end
   * of the time.
   */
  static boolean awaitNoneFrom(Path folder, Duration limit) throws InterruptedException {
    return await(() -> runningFrom(folder).isEmpty(), limit);
  }

  static boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  /** Kills what runs from this folder, for servers whose data survive it. */
  static void killAllFrom(Path folder) throws InterruptedException {
    runningFrom(folder).forEach(ProcessHandle::destroyForcibly);
    awaitNoneFrom(folder, Duration.ofSeconds(10));
  }

  /**
   * The command with a session of its own where the system has {@code setsid}: Ctrl-C goes to every
   * process of the terminal's foreground group, and would stop the servers before the application
   * has finished with them.
   */
  static List<String> inOwnSession(List<String> command) {
    var whole = new ArrayList<String>();
    for (String place : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (whole.isEmpty() && Files.isExecutable(Path.of(place))) {
        whole.add(place);
      }
    }
    whole.addAll(command);
    return whole;
  }
}
