package dev.holdfast.load;

import java.util.List;

/** Whether a heap stays as it is while data flow through it. */
final class Flatness {
  /** What may be more at the end, in MiB: caches fill, the JIT's own data grow. */
  private static final int ALLOWED = 24;

  private Flatness() {}

  static void judge(List<Integer> mebibytes, Report report) {
    if (mebibytes.size() < 6) {
      report.target(false, "only %d looks at the heap: too short a run", mebibytes.size());
      return;
    }
    int third = mebibytes.size() / 3;
    double early = median(mebibytes.subList(0, third));
    double late = median(mebibytes.subList(mebibytes.size() - third, mebibytes.size()));
    report.say("Heap after a full collection, MiB over time: %s", mebibytes);
    report.target(
        late - early <= ALLOWED,
        "the heap holds %.0f MiB (%s), %+.0f from the first third to the last; wanted: at most +%d",
        late,
        Report.spread("%.0f", mebibytes.stream().mapToDouble(Integer::doubleValue).toArray()),
        late - early,
        ALLOWED);
  }

  private static double median(List<Integer> figures) {
    return Report.median(figures.stream().mapToDouble(Integer::doubleValue).toArray());
  }
}
