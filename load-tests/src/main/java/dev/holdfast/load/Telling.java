package dev.holdfast.load;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a log by their ids, and whether somebody was told each of them once, in order. */
final class Telling {
  private final List<String> log;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param log each id once
   */
  Telling(List<String> log) {
    this.log = List.copyOf(log);
    for (var id : log) {
      if (places.put(id, places.size()) != null) {
        throw new IllegalStateException("the log itself says twice: " + id);
      }
    }
  }

  /**
   * What was wrong.
   *
   * @param missing were never told
   * @param twice were told again
   * @param swapped were told after one that comes later in the log
   * @param strange are not in the log
   * @param first the first thing that was noticed, in words
   */
  record Verdict(long missing, long twice, long swapped, long strange, @Nullable String first) {
    static final Verdict FLAWLESS = new Verdict(0, 0, 0, 0, null);

    boolean isFlawless() {
      return missing + twice + swapped + strange == 0;
    }

    Verdict and(Verdict other) {
      return new Verdict(
          missing + other.missing,
          twice + other.twice,
          swapped + other.swapped,
          strange + other.strange,
          first == null ? other.first : first);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d missing, %,d twice, %,d out of order, %,d that nobody knows",
          missing,
          twice,
          swapped,
          strange);
    }
  }

  int size() {
    return log.size();
  }

  Verdict judge(List<String> told) {
    var verdict = Verdict.FLAWLESS;
    var seen = new BitSet(log.size());
    int latest = -1;
    for (int at = 0; at < told.size(); at++) {
      var id = told.get(at);
      var place = places.get(id);
      if (place == null) {
        verdict = verdict.and(new Verdict(0, 0, 0, 1, id + " is not in the log"));
      } else if (seen.get(place)) {
        verdict = verdict.and(new Verdict(0, 1, 0, 0, id + " came again as number " + at));
      } else {
        seen.set(place);
        if (place < latest) {
          var swap = id + " came after " + log.get(latest);
          verdict = verdict.and(new Verdict(0, 0, 1, 0, swap));
        }
        latest = Math.max(latest, place);
      }
    }
    int missing = log.size() - seen.cardinality();
    return missing == 0
        ? verdict
        : verdict.and(
            new Verdict(missing, 0, 0, 0, log.get(seen.nextClearBit(0)) + " did not come"));
  }
}
