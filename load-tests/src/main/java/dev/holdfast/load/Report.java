package dev.holdfast.load;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what was measured, and remembers whether the targets were met. */
public final class Report {
  private final long start = System.nanoTime();
  private boolean met = true;

  /** A line, with how far the run is. */
  @FormatMethod
  @SuppressWarnings("SystemOut") // a program speaks to whoever started it
  public void say(String format, @Nullable Object... values) {
    System.out.printf(
        Locale.ROOT,
        "%4d s  %s%n",
        (System.nanoTime() - start) / 1_000_000_000,
        String.format(Locale.ROOT, format, values));
  }

  /** A target, and whether it was met. */
  @FormatMethod
  public void target(boolean isMet, String format, @Nullable Object... values) {
    met &= isMet;
    say("%s  %s", isMet ? "met   " : "MISSED", String.format(Locale.ROOT, format, values));
  }

  public boolean isMet() {
    return met;
  }

  /** The middle one of several figures. */
  public static double median(double... figures) {
    var sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Median and spread, as {@code 5200 (4900 to 5400)}. */
  public static String spread(String format, double... figures) {
    var sorted = figures.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ")",
        median(figures),
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
