package dev.holdfast.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a server's heap holds: every few seconds it is told to collect all garbage, and its log says
 * how much was left.
 */
public final class HeapWatch implements AutoCloseable {
  private static final Pattern LEFT =
      Pattern.compile("Pause Full \\(Diagnostic Command\\) \\d+M->(\\d+)M\\(");

  private final long pid;
  private final Path log;
  private final int skipped;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heap").factory());

  HeapWatch(long pid, Path log, Duration pause) {
    this.pid = pid;
    this.log = log;
    this.skipped = read().size();
    var _ = thread.scheduleWithFixedDelay(this::collect, 0, pause.toSeconds(), TimeUnit.SECONDS);
  }

  private void collect() {
    try {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              Long.toString(pid),
              "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** In MiB, in order of time. */
  public List<Integer> left() {
    var all = read();
    return all.subList(Math.min(skipped, all.size()), all.size());
  }

  private List<Integer> read() {
    try {
      var left = new ArrayList<Integer>();
      for (var line : Files.readAllLines(log)) {
        var matcher = LEFT.matcher(line);
        if (matcher.find()) {
          left.add(Integer.parseInt(matcher.group(1)));
        }
      }
      return left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
