package dev.holdfast.load;

import dev.holdfast.load.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Whether the time of a refused sign-in tells if there is such an account: wrong passwords for
 * accounts that exist, and for some that do not, one after the other in an order by chance. Judged
 * by the Mann-Whitney test, which asks whether one kind comes out longer more often than chance
 * would have it.
 */
final class SignInTimes implements Program {
  private static final int ACCOUNTS = 50;
  private static final int WARM_UP = 200;

  private final Stack.Settings settings;
  private final int tries;
  private final long seed;
  private final double target;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SignInTimes(Options options) {
    var given = StackOptions.of(options, 0);
    settings =
        new Stack.Settings(
            given.jar(),
            given.jvm(),
            given.environment(),
            given.mongodbUrl(),
            given.resources(),
            ACCOUNTS,
            given.bookings(),
            given.copies());
    tries = options.number("tries", 2_000);
    seed = options.number("seed", 1);
    target = options.number("target-permille", 10) / 1_000.0;
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var login = URI.create(stack.server().uri() + "/v1/auth/login");
      for (int at = 0; at < WARM_UP; at++) {
        nanos(login, at % 2 == 0, at);
      }
      report.say("Trying %,d passwords of each kind.", tries);
      var order = order();
      var known = new double[tries];
      var unknown = new double[tries];
      int knowns = 0;
      int unknowns = 0;
      for (var isKnown : order) {
        if (isKnown) {
          known[knowns] = nanos(login, true, knowns++);
        } else {
          unknown[unknowns] = nanos(login, false, unknowns++);
        }
      }
      say("Accounts that exist", known, report);
      say("Accounts that do not", unknown, report);
      double p = MannWhitneyUTest.withDefaults().test(known, unknown).getPValue();
      report.target(
          p > target,
          "such a difference comes by chance with p = %.3f; wanted: above %.3f",
          p,
          target);
    }
  }

  private List<Boolean> order() {
    var order = new ArrayList<>(Collections.nCopies(tries, true));
    order.addAll(Collections.nCopies(tries, false));
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  /** Both kinds of names have the same length. */
  private double nanos(URI login, boolean isKnown, int number)
      throws IOException, InterruptedException {
    var body =
        """
        {"email":"%s-%d@holdfast.test","password":"not the password of anyone"}\
        """
            .formatted(isKnown ? "load" : "none", number % ACCOUNTS);
    var request =
        HttpRequest.newBuilder(login)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofString());
    long nanos = System.nanoTime() - start;
    if (answer.statusCode() != 401) {
      throw new IllegalStateException("not refused: " + answer.statusCode() + " " + answer.body());
    }
    return nanos;
  }

  private static void say(String what, double[] nanos, Report report) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    report.say(
        "%s: median %.3f ms, quartiles %.3f and %.3f",
        what,
        Report.median(nanos) / 1e6,
        sorted[sorted.length / 4] / 1e6,
        sorted[sorted.length * 3 / 4] / 1e6);
  }
}
