package dev.holdfast.adapter.postgres.resource;

import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.state;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.shared.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueEventsIT {
  private record Event(String type, long version, JsonNode data) {}

  private static Mono<List<Event>> events(UUID aggregate) {
    var json = JsonMapper.builder().build();
    return TestDatabase.database()
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT type, version, data::text AS data FROM events"
                            + " WHERE aggregate_id = $1 ORDER BY version")
                    .bind(aggregate)
                    .list(
                        row ->
                            new Event(
                                Column.text(row, "type"),
                                Column.number(row, "version"),
                                json.readTree(Column.text(row, "data")))));
  }

  @Test
  void aResourcesEventsCarryItsPublicFormAndItsHours() {
    var venue = venue(BERLIN);
    var court = courtOf(venue).costing("12.50", Price.Per.HOUR).resource();
    var story =
        Keepers.venues()
            .add(new VenueCreated(venue, NOW), ADMIN)
            .then(Keepers.resources().add(new ResourceCreated(court, NOW), ADMIN))
            .then(
                Keepers.resources()
                    .save(new ResourceDeactivated(state(court.deactivate(NOW)), NOW), ADMIN))
            .then(events(court.id().value()));
    StepVerifier.create(story)
        .assertNext(
            events -> {
              assertThat(events)
                  .extracting(Event::type)
                  .containsExactly("resource.created", "resource.deactivated");
              assertThat(events).extracting(Event::version).containsExactly(1L, 2L);
              var data = events.getFirst().data();
              assertThat(new ArrayList<>(data.propertyNames()))
                  .contains("id", "venueId", "slotStep", "horizon", "isActive", "openingHours");
              assertThat(data.at("/price/amount").asString()).isEqualTo("12.50");
              assertThat(data.at("/isActive").asBoolean()).isTrue();
              assertThat(events.getLast().data().at("/isActive").asBoolean()).isFalse();
            })
        .verifyComplete();
  }

  @Test
  void aVenuesEventsCarryItsPublicFormAndItsStaff() {
    var anna = UserId.next();
    var venue = venue(BERLIN, anna);
    StepVerifier.create(
            Keepers.venues()
                .add(new VenueCreated(venue, NOW), ADMIN)
                .then(events(venue.id().value())))
        .assertNext(
            events -> {
              var data = events.getFirst().data();
              assertThat(events.getFirst().type()).isEqualTo("venue.created");
              assertThat(data.at("/timeZone").asString()).isEqualTo("Europe/Berlin");
              assertThat(data.at("/staff/0").asString()).isEqualTo(anna.toString());
            })
        .verifyComplete();
  }

  @Test
  void nobodyIsAManagerWhoIsNotKnown() {
    StepVerifier.create(new PostgresManagers(TestDatabase.database()).isManager(UserId.next()))
        .expectNext(false)
        .verifyComplete();
  }

  @Test
  void aManagerIsOneOnlyWhileActive() {
    for (var role :
        List.of(
            "MANAGER/true/true", "MANAGER/false/false", "USER/true/false", "ADMIN/true/false")) {
      var parts = role.split("/", -1);
      var user = UserId.next();
      var asked =
          TestDatabase.database()
              .write(
                  connection ->
                      Sql.on(
                              connection,
                              "INSERT INTO users (id, role, is_active, version, created_at,"
                                  + " updated_at) VALUES ($1, $2, $3, 1, now(), now())")
                          .bind(user.value())
                          .bind(parts[0])
                          .bind(Boolean.valueOf(parts[1]))
                          .count())
              .then(new PostgresManagers(TestDatabase.database()).isManager(user));
      StepVerifier.create(asked).expectNext(Boolean.valueOf(parts[2])).verifyComplete();
    }
  }
}
