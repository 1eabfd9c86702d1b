package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * An ordinary day, faster: people book, look at what they have booked and cancel it, while others
 * follow bookings of theirs and see them change.
 */
public final class MixedWithSseSimulation extends Simulation {
  private static final int RATE = Integer.getInteger("rate", 20);
  private static final int FOLLOWERS = Integer.getInteger("followers", 100);

  private final ScenarioBuilder people =
      scenario("People who book, look and cancel")
          .exec(
              Target.book("book", _ -> Target.anySlot())
                  .check(status().is(201), jsonPath("$.id").saveAs("id")))
          .exitHereIfFailed()
          .exec(
              repeat(5)
                  .on(
                      exec(http("read")
                              .get("/v1/bookings/#{id}")
                              .header("Authorization", _ -> Target.authorization())
                              .check(status().is(200)))
                          .pause(Duration.ofMillis(200))))
          .exec(
              http("cancel")
                  .post("/v1/bookings/#{id}/cancel")
                  .header("Authorization", _ -> Target.authorization())
                  .header("If-Match", "\"1\"")
                  .check(status().is(200)));

  private final ScenarioBuilder followers =
      scenario("People who follow a booking")
          .exec(
              Target.book("book", _ -> Target.anySlot())
                  .check(status().is(201), jsonPath("$.id").saveAs("id")))
          .exitHereIfFailed()
          .exec(
              sse("follow")
                  .get("/v1/bookings/#{id}/events")
                  .header("Authorization", _ -> Target.authorization())
                  .await(10)
                  .on(sse.checkMessage("snapshot").check(regex("snapshot"))))
          .pause(Target.DURATION.dividedBy(2))
          .exec(
              http("cancel")
                  .post("/v1/bookings/#{id}/cancel")
                  .header("Authorization", _ -> Target.authorization())
                  .header("If-Match", "\"1\"")
                  .check(status().is(200)))
          .exec(
              sse("see the change")
                  .setCheck()
                  .await(10)
                  .on(sse.checkMessage("cancelled").check(regex("booking.cancelled"))))
          .exec(sse("leave").close());

  /** Read by Gatling. */
  public MixedWithSseSimulation() {
    setUp(
            people.injectOpen(constantUsersPerSec(RATE).during(Target.DURATION)),
            followers.injectOpen(rampUsers(FOLLOWERS).during(Target.DURATION.dividedBy(4))))
        .protocols(Target.protocol())
        .assertions(
            global().successfulRequests().percent().gte(99.0),
            details("read").responseTime().percentile(99.0).lte(Integer.getInteger("p99", 200)));
  }
}
