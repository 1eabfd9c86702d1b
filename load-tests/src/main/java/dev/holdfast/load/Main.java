package dev.holdfast.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one program: {@code ceiling --seconds=20}. Ends with 0 when all its targets were met. */
public final class Main {
  private Main() {}

  @SuppressWarnings({"SystemOut", "CatchAndPrintStackTrace"}) // it speaks to whoever started it
  public static void main(String[] arguments) {
    int status = 1;
    try {
      status = run(List.of(arguments));
    } catch (Exception failure) {
      failure.printStackTrace();
    }
    // What was started has threads of its own, which would keep a failed program alive.
    System.exit(status);
  }

  @SuppressWarnings("SystemOut")
  private static int run(List<String> arguments) throws Exception {
    var name = arguments.isEmpty() ? "help" : arguments.getFirst();
    var options = new Options(arguments.stream().skip(1).toList());
    var program = program(name, options);
    if (program == null) {
      System.err.println(
          "Programs: ceiling, stampede, latency, read, bulk, slow-reader, cut-streams, news,"
              + " idle-streams, audit, limits, sign-ins. See load-tests/README.md.");
      return 2;
    }
    options.refuseUnknown();
    var report = new Report();
    program.run(report);
    return report.isMet() ? 0 : 1;
  }

  private static @Nullable Program program(String name, Options options) {
    return switch (name) {
      case "ceiling" -> new Ceiling(options);
      case "stampede" -> new Stampede(options);
      case "latency" -> new Latency(options);
      case "read" -> new Reads(options);
      case "bulk" -> new Bulk(options);
      case "slow-reader" -> new SlowReader(options);
      case "cut-streams" -> new CutStreams(options);
      case "news" -> new News(options);
      case "idle-streams" -> new IdleStreams(options);
      case "audit" -> new Audit(options);
      case "limits" -> new LimitsCost(options);
      case "sign-ins" -> new SignInTimes(options);
      default -> null;
    };
  }
}
