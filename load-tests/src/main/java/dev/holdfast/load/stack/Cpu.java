package dev.holdfast.load.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * CPU seconds that the parts of a run have used so far, as Linux counts them; zeros elsewhere.
 *
 * @param server the booking server
 * @param database all processes of PostgreSQL
 * @param generator this program
 */
public record Cpu(double server, double database, double generator) {
  private static final double TICKS_PER_SECOND = 100;

  static Cpu now(long server, long postmaster) {
    return new Cpu(
        ofProcess(server, false),
        ofProcess(postmaster, true) + ofChildren(postmaster),
        ofProcess(ProcessHandle.current().pid(), false));
  }

  private static double ofChildren(long parent) {
    return ProcessHandle.of(parent).stream()
        .flatMap(ProcessHandle::children)
        .mapToDouble(child -> ofProcess(child.pid(), false))
        .sum();
  }

  /** With its ended children or without. */
  private static double ofProcess(long pid, boolean withEnded) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name in parentheses may hold anything; the state, field 3, follows it.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      if (withEnded) {
        ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException _) {
      return 0; // it has ended, or this is not Linux
    }
  }

  /** What was used since then. */
  public Cpu since(Cpu then) {
    return new Cpu(server - then.server, database - then.database, generator - then.generator);
  }

  /** As {@code CPU per request: server 60 µs, database 75 µs, generator 8 µs}. */
  public String each(long requests) {
    return String.format(
        Locale.ROOT,
        "CPU per request: server %.0f µs, database %.0f µs, generator %.0f µs",
        server * 1e6 / requests,
        database * 1e6 / requests,
        generator * 1e6 / requests);
  }
}
