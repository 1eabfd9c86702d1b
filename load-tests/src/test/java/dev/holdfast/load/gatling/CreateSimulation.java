package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** People come at a steady rate and book a slot each. */
public final class CreateSimulation extends Simulation {
  private static final int RATE = Integer.getInteger("rate", 50);

  private final ScenarioBuilder people =
      scenario("People who book")
          .exec(Target.book("book", _ -> Target.anySlot()).check(status().is(201)));

  /** Read by Gatling. */
  public CreateSimulation() {
    setUp(
            people.injectOpen(
                rampUsersPerSec(1).to(RATE).during(Target.DURATION.dividedBy(3)),
                constantUsersPerSec(RATE).during(Target.DURATION)))
        .protocols(Target.protocol())
        .assertions(
            // By chance a slot may be wanted a ninth time.
            global().successfulRequests().percent().gte(99.0),
            global().responseTime().percentile(99.0).lte(Integer.getInteger("p99", 200)));
  }
}
