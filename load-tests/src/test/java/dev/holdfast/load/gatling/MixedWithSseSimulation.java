package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.http.action.sse.SseInboundMessage;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;

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
                  .on(
                      // The first thing that comes is how long to wait before resuming.
                      sse.checkMessage("snapshot")
                          .matching(regex("snapshot"))
                          .check(regex("CONFIRMED"))))
          .pause(Target.DURATION.dividedBy(2))
          .exec(
              http("cancel")
                  .post("/v1/bookings/#{id}/cancel")
                  .header("Authorization", _ -> Target.authorization())
                  .header("If-Match", "\"1\"")
                  .check(status().is(200)))
          .exec(
              asLongAsDuring(session -> !session.contains("told"), Duration.ofSeconds(10))
                  .on(
                      exec(sse.processUnmatchedMessages(MixedWithSseSimulation::told))
                          .pause(Duration.ofMillis(50))))
          .exec(
              doIf(session -> session.contains("told"))
                  .then(
                      http("look, as told")
                          .get("/v1/bookings/#{id}")
                          .header("Authorization", _ -> Target.authorization())
                          .check(status().is(200), jsonPath("$.status").is("CANCELLED"))))
          .exec(sse("leave").close());

  /** The news may come before the answer to the cancellation, so it is looked for afterwards. */
  private static Session told(List<SseInboundMessage> messages, Session session) {
    return messages.stream().anyMatch(one -> one.message().contains("booking.cancelled"))
        ? session.set("told", true)
        : session;
  }

  /** Read by Gatling. */
  public MixedWithSseSimulation() {
    setUp(
            people.injectOpen(
                rampUsersPerSec(1).to(RATE).during(Target.DURATION.dividedBy(3)),
                constantUsersPerSec(RATE).during(Target.DURATION)),
            followers.injectOpen(rampUsers(FOLLOWERS).during(Target.DURATION.dividedBy(4))))
        .protocols(Target.protocol().sseUnmatchedInboundMessageBufferSize(10))
        .assertions(
            details("look, as told").successfulRequests().count().is((long) FOLLOWERS),
            global().successfulRequests().percent().gte(99.0),
            details("read").responseTime().percentile(99.0).lte(Integer.getInteger("p99", 200)));
  }
}
