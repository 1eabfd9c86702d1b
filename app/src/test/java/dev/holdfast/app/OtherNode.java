package dev.holdfast.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A second node in a process of its own, on the backends and with the secrets of one that runs
 * here, so that it can be killed as the operating system kills.
 */
final class OtherNode implements AutoCloseable {
  private final Process process;
  private final Path log;

  private OtherNode(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static OtherNode beside(RunningHoldfast holdfast, String... arguments) {
    try {
      var log = Files.createTempFile(Path.of("target"), "other-node-", ".log");
      var servers = holdfast.servers();
      var data = holdfast.bean(Settings.class).data().dir();
      var command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  Objects.requireNonNull(System.getProperty("java.class.path")),
                  Holdfast.class.getName()));
      command.addAll(List.of(arguments));
      command.add("--server.port=0");
      command.add("--management.server.port=0");
      command.add("--holdfast.data.dir=" + data);
      command.add("--holdfast.database.url=" + servers.databaseUrl());
      command.add("--holdfast.redis.url=" + servers.redisUrl());
      command.add("--holdfast.mongodb.url=" + servers.mongodbUrl());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new OtherNode(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: nothing of it runs to its end. */
  void kill() {
    if (!process.isAlive()) {
      throw new AssertionError("it had ended by itself, see " + log);
    }
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
