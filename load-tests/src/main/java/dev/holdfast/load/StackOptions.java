package dev.holdfast.load;

import dev.holdfast.load.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The options of every program that starts a server. */
final class StackOptions {
  private static final String NOBODY = "mongodb://127.0.0.1:1/holdfast";
  private static final String EMBEDDED = "embedded";

  private StackOptions() {}

  static Stack.Settings of(Options options, int bookings, String... copies) {
    return of(options, NOBODY, bookings, copies);
  }

  /** For a program that needs documents: in the server itself, where no MongoDB is named. */
  static Stack.Settings withDocuments(Options options, int bookings) {
    return of(options, EMBEDDED, bookings);
  }

  private static Stack.Settings of(
      Options options, String otherwise, int bookings, String... copies) {
    var mongodb = options.text("mongodb", otherwise);
    var jvm = new ArrayList<String>();
    jvm.add("-Xmx" + options.text("heap", "256m"));
    jvm.add("-XX:+Use" + options.text("gc", "Parallel") + "GC");
    options.all("server-jvm").forEach(each -> jvm.addAll(List.of(each.split(" ", -1))));
    return new Stack.Settings(
        Path.of(options.text("jar", "app/target/holdfast.jar")),
        jvm,
        options.all("env").stream()
            .map(each -> each.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])),
        mongodb.equals(EMBEDDED) ? null : mongodb,
        options.number("resources", 200),
        options.number("users", 8),
        options.number("bookings", bookings),
        List.of(copies));
  }

  static Stack start(Stack.Settings settings, Report report) {
    report.say(
        "Starting PostgreSQL, Redis and the server, filling in %,d bookings.", settings.bookings());
    report.say("%s", documents(settings));
    var stack = Stack.start(settings);
    report.say(
        "The server is process %d at %s, %s.",
        stack.server().pid(), stack.server().uri(), String.join(" ", settings.jvm()));
    return stack;
  }

  /** Which server keeps the documents. */
  static String documents(Stack.Settings settings) {
    var url = settings.mongodbUrl();
    if (url == null) {
      return "Documents are kept by the server's own embedded document server, which is no"
          + " MongoDB.";
    }
    return url.equals(NOBODY)
        ? "There is no MongoDB: the audit trail lags behind, bookings do not mind."
        : "Documents are kept by the MongoDB that was named.";
  }
}
