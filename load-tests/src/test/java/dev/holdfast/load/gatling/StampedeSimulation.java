package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Hundreds want the same slots at once, each several times: every unit is given away once. */
public final class StampedeSimulation extends Simulation {
  private static final int PEOPLE = Integer.getInteger("users", 500);
  private static final int TRIES = Integer.getInteger("tries", 20);

  /** How many units the resource has: the demo's kayaks are eight. */
  private static final int UNITS = Integer.getInteger("units", 8);

  private final String slot = Target.slotWith(UNITS);

  private final ScenarioBuilder people =
      scenario("People who all want one slot")
          .exec(
              repeat(TRIES)
                  .on(
                      exec(session -> session.remove("won"))
                          .exec(
                              Target.book("want", _ -> slot)
                                  .check(
                                      status().in(201, 409, 503),
                                      header("Location").optional().saveAs("won")))
                          .exec(
                              doIf(session -> session.contains("won"))
                                  .then(
                                      http("won")
                                          .get("#{won}")
                                          .header("Authorization", _ -> Target.authorization())
                                          .check(status().is(200))))));

  /** Read by Gatling. */
  public StampedeSimulation() {
    setUp(people.injectOpen(atOnceUsers(PEOPLE)))
        .protocols(Target.protocol())
        .assertions(
            global().failedRequests().count().is(0L),
            details("won").allRequests().count().is((long) UNITS),
            details("want").responseTime().max().lte(Integer.getInteger("max", 10_000)));
  }
}
