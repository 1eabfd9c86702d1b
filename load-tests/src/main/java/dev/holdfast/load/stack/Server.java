package dev.holdfast.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own. */
public final class Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;
  private final int port;

  private Server(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts it and waits until this path of it answers 200. */
  static Server start(
      List<String> jvm, List<String> program, Map<String, String> settings, Path log, Ready ready) {
    var process = launch(jvm, program, settings, log);
    var server = new Server(process, log, ready.port());
    try {
      server.await(ready.path());
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Where a server says that it is ready. */
  record Ready(int port, String path) {}

  /** Runs a command of the program to its end. */
  static void run(List<String> program, Map<String, String> settings, Path log) {
    try {
      if (launch(List.of(), program, settings, log).waitFor() != 0) {
        throw new IllegalStateException(program + " failed:\n" + tail(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Process launch(
      List<String> jvm, List<String> program, Map<String, String> settings, Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvm);
    command.addAll(program);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
    builder.environment().putAll(settings);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String path) {
    var api = new Api(port);
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    while (!api.answers(path)) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IllegalStateException("the server did not start:\n" + tail(log));
      }
      pause(Duration.ofMillis(200));
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String tail(Path log) {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Api api() {
    return new Api(port);
  }

  public long pid() {
    return process.pid();
  }

  /** The memory that it takes from the machine, in MiB; 0 where Linux does not say so. */
  public long resident() {
    try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException _) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
