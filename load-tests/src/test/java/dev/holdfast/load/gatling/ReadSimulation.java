package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.Map;

/** So many people at a time look at bookings of theirs, again and again. */
public final class ReadSimulation extends Simulation {
  private static final int READERS = Integer.getInteger("users", 16);
  private static final int BOOKINGS = Integer.getInteger("hot", 100);

  private final ScenarioBuilder people =
      scenario("People who look")
          .feed(
              listFeeder(
                      Target.bookings(BOOKINGS).stream()
                          .map(id -> Map.<String, Object>of("id", id))
                          .toList())
                  .random())
          .exec(
              repeat(20)
                  .on(
                      exec(
                          http("read")
                              .get("/v1/bookings/#{id}")
                              .header("Authorization", _ -> Target.authorization())
                              .check(status().is(200)))));

  /** Read by Gatling. */
  public ReadSimulation() {
    setUp(people.injectClosed(constantConcurrentUsers(READERS).during(Target.DURATION)))
        .protocols(Target.protocol())
        .assertions(
            global().failedRequests().count().is(0L),
            global().responseTime().percentile(99.0).lte(Integer.getInteger("p99", 100)));
  }
}
