package dev.holdfast.adapter.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** Starts the servers in a process of its own that a test may kill. */
final class ServersInAnotherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ServersInAnotherProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static ServersInAnotherProcess begin(Path directory) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    var command =
        List.of(
            java,
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ServersInAnotherProcess.class.getName(),
            directory.toString());
    return new ServersInAnotherProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for the line the servers' address stands in. */
  String awaitLine(String start) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new IllegalStateException("the process ended without saying " + start);
  }

  /** SIGKILL: no shutdown hook runs. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, as from Ctrl-C: shutdown hooks run. */
  void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Starts all servers in the directory named, says where, and waits to be ended. */
  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("starting:");
    try {
      EmbeddedServers servers =
          EmbeddedServers.start(Path.of(arguments[0]), EnumSet.allOf(Backend.class));
      System.out.println("mongodb:" + servers.mongodbUrl());
      System.out.println("started:" + servers.databaseUrl());
      Thread.currentThread().join();
    } catch (EmbeddedServersException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1); // a test that waits for the next line must not wait for ever
    }
  }
}
