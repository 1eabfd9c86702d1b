package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.app.Stage.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** What a booking goes through after it has been made; every answer is held to openapi.yaml. */
class LifeIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant TEN = tenOClock(30);

  private final Stage stage = new Stage(HOLDFAST);
  private final String user = HOLDFAST.tokenOf("user");
  private final String admin = HOLDFAST.tokenOf("admin");

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.code()).as("%s", answer.body()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  private static JsonNode assertOk(Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String status(JsonNode booking) {
    return booking.path("status").asString();
  }

  private static String idOf(JsonNode booking) {
    return booking.path("id").asString();
  }

  private JsonNode held(String resource) {
    return stage.booked(
        user, Map.of("items", List.of(stage.item(resource, TEN, HOUR)), "hold", true));
  }

  private JsonNode booked(String resource, Instant start, Duration length) {
    return stage.booked(user, Map.of("items", List.of(stage.item(resource, start, length))));
  }

  @Test
  void aHoldIsExtendedThreeTimesAndNoMore() {
    var hold = held(stage.resource(Map.of()));
    var id = idOf(hold);
    assertRefused(stage.change(user, id, "extend", null), 428, "precondition-required");
    assertRefused(stage.change(user, id, "extend", "\"9\""), 412, "version-mismatch");
    var until = Instant.parse(hold.path("holdUntil").asString());
    for (var version = 2; version <= 4; version++) {
      var extended = assertOk(stage.change(user, id, "extend", "\"" + (version - 1) + "\""));
      assertThat(extended.path("version").asInt()).isEqualTo(version);
      var later = Instant.parse(extended.path("holdUntil").asString());
      assertThat(later).isAfter(until);
      assertThat(Duration.between(Instant.parse(extended.path("updatedAt").asString()), later))
          .isEqualTo(Stage.HOLD_TTL);
      until = later;
    }
    assertRefused(stage.change(user, id, "extend", "*"), 409, "hold-limit");
    assertOk(stage.change(user, id, "confirm", "*"));
    assertRefused(stage.change(user, id, "extend", "*"), 409, "invalid-state");
  }

  @Test
  void approvalConfirmsWhatAwaitsNothingElse() {
    var asked = booked(stage.resource(Map.of("approvalRequired", true)), TEN, HOUR);
    var id = idOf(asked);
    assertThat(status(asked)).isEqualTo("PENDING");
    assertThat(asked.path("awaiting")).hasSize(1);
    assertRefused(stage.change(user, id, "confirm", "*"), 409, "awaiting-approval");
    assertRefused(stage.change(user, id, "approve", "*"), 403, "forbidden");
    assertRefused(stage.change(admin, id, "approve", "\"7\""), 412, "version-mismatch");
    var approved = assertOk(stage.change(admin, id, "approve", "\"1\""));
    assertThat(status(approved)).isEqualTo("CONFIRMED");
    assertThat(approved.path("version").asInt()).isEqualTo(2);
    assertThat(stage.change(admin, id, "approve", "\"1\"").body()).isEqualTo(approved);
    assertThat(stage.types(user, id)).containsExactly("booking.created", "booking.approved");
  }

  @Test
  void approvalLeavesTheConfirmationToTheCustomer() {
    var resource = stage.resource(Map.of("approvalRequired", true));
    var id = idOf(held(resource));
    var approved = assertOk(stage.change(admin, id, "approve", "*"));
    assertThat(status(approved)).isEqualTo("PENDING");
    assertThat(approved.path("awaiting").path(0).asString()).isEqualTo("CONFIRMATION");
    assertThat(status(assertOk(stage.change(user, id, "confirm", "\"2\"")))).isEqualTo("CONFIRMED");
  }

  @Test
  void decliningSaysWhyAndGivesTheSlotBack() {
    var resource = stage.resource(Map.of("approvalRequired", true));
    var id = idOf(booked(resource, TEN, HOUR));
    var reason = Map.of("reason", "We are closed that day.");
    var declined = assertOk(stage.change(admin, id, "decline", "\"1\"", reason));
    assertThat(status(declined)).isEqualTo("DECLINED");
    assertThat(declined.path("cancelReason").asString()).isEqualTo("We are closed that day.");
    assertThat(declined.path("cancelledBy").isNull()).isTrue();
    assertThat(stage.change(admin, id, "decline", "\"1\"", Map.of()).body()).isEqualTo(declined);
    assertRefused(stage.change(admin, id, "approve", "*"), 409, "invalid-state");
    booked(resource, TEN, HOUR);
  }

  @Test
  void whatAwaitsNoApprovalIsNotDeclined() {
    var id = idOf(held(stage.resource(Map.of())));
    assertRefused(stage.change(admin, id, "decline", "*"), 409, "invalid-state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "decline", "check-in", "complete", "no-show"})
  void managersAloneMayDoThis(String verb) {
    var resource = stage.resource(Map.of());
    var id = idOf(booked(resource, TEN, HOUR));
    assertRefused(stage.change(user, id, verb, "*"), 403, "forbidden");
    var manager = HOLDFAST.tokenOf("manager");
    assertRefused(stage.change(manager, id, verb, "*"), 404, "not-found");
    var own =
        stage.booked(manager, Map.of("items", List.of(stage.item(resource, TEN.plus(HOUR), HOUR))));
    assertRefused(stage.change(manager, idOf(own), verb, "*"), 403, "forbidden");
    assertRefused(stage.change(admin, UUID.randomUUID().toString(), verb, null), 404, "not-found");
  }

  @Test
  void aMovedBookingKeepsItsIdAndPaysForWhatItTakes() {
    var price = Map.of("amount", "24.00", "currency", "EUR", "per", "HOUR");
    var resource = stage.resource(Map.of("price", price));
    var id = idOf(booked(resource, TEN, HOUR));
    var half = Duration.ofMinutes(30);
    var moved =
        assertOk(
            stage.move(user, id, "\"1\"", stage.item(resource, TEN.plus(half), HOUR.plus(half))));
    assertThat(idOf(moved)).isEqualTo(id);
    assertThat(moved.path("version").asInt()).isEqualTo(2);
    assertThat(status(moved)).isEqualTo("CONFIRMED");
    assertThat(moved.path("items")).hasSize(1);
    assertThat(moved.path("items").path(0).path("start").asString())
        .isEqualTo(TEN.plus(half).toString());
    assertThat(moved.path("total").path("amount").asString()).isEqualTo("36.00");
    booked(resource, TEN, half);
    assertThat(stage.types(user, id)).containsExactly("booking.created", "booking.rescheduled");
  }

  @Test
  void aMoveThatHasHappenedIsAnsweredWithTheBookingAsItIs() {
    var resource = stage.resource(Map.of("capacity", 3));
    var id = idOf(booked(resource, TEN, HOUR));
    var to =
        Map.of(
            "resourceId",
            resource,
            "start",
            TEN.plus(HOUR).toString(),
            "end",
            TEN.plus(HOUR).plus(HOUR).toString(),
            "units",
            2);
    var moved = assertOk(stage.move(user, id, "\"1\"", to));
    assertThat(stage.move(user, id, "\"1\"", to).body()).isEqualTo(moved);
    assertRefused(
        stage.move(user, id, "\"1\"", stage.item(resource, TEN, HOUR)), 412, "version-mismatch");
  }

  @Test
  void aMoveIntoATakenSlotChangesNothingAndSaysWhatIsFree() {
    var resource = stage.resource(Map.of("slotStep", "PT1H", "minDuration", "PT1H"));
    var other = stage.resource(Map.of());
    booked(resource, TEN, HOUR);
    var before = booked(other, TEN, HOUR);
    var id = idOf(before);
    var refused =
        stage.move(
            user,
            id,
            "*",
            stage.item(other, TEN.plus(HOUR), HOUR),
            stage.item(resource, TEN, HOUR));
    assertRefused(refused, 409, "slot-taken");
    assertThat(refused.body().path("conflicts")).hasSize(1);
    assertThat(refused.body().path("conflicts").path(0).path("pointer").asString())
        .isEqualTo("/items/1");
    assertThat(refused.body().path("alternatives").path(0).path("start").asString())
        .isEqualTo(TEN.plus(HOUR).toString());
    assertThat(stage.show(user, id)).isEqualTo(before);
    booked(other, TEN.plus(HOUR), HOUR);
  }

  @Test
  void aMoveIsHeldToTheRulesOfANewBookingAndInTheirOrder() {
    var resource = stage.resource(Map.of("slotStep", "PT1H", "minDuration", "PT1H"));
    var id = idOf(booked(resource, TEN, HOUR));
    var off = stage.item(resource, TEN.plusSeconds(60), HOUR);
    var elsewhere = stage.item(UUID.randomUUID().toString(), TEN, HOUR);
    assertRefused(stage.move(user, id, null, elsewhere), 404, "not-found");
    assertRefused(stage.move(user, id, null, off), 428, "precondition-required");
    assertRefused(stage.move(user, id, "\"9\"", off), 412, "version-mismatch");
    assertRefused(stage.move(user, id, "*", off), 422, "interval-grid");
    assertRefused(stage.move(user, id, "*", stage.item(COURT, TEN, HOUR)), 422, "mixed-venues");
    assertRefused(
        stage.move(user, id, "*", stage.item(resource, TEN, HOUR), stage.item(COURT, TEN, HOUR)),
        422,
        "mixed-venues");
    assertRefused(
        stage.move(user, id, "*", stage.item(resource, tenOClock(-3), HOUR)),
        422,
        "interval-in-past");
    assertRefused(stage.move(user, id, null), 428, "precondition-required");
    assertRefused(stage.move(user, id, "*"), 422, "validation");
    assertOk(stage.change(user, id, "cancel", "*"));
    assertRefused(stage.move(user, id, "*", off), 422, "interval-grid");
    assertRefused(stage.move(user, id, "*", stage.item(resource, TEN, HOUR)), 409, "invalid-state");
  }

  @Test
  void aMovedHoldStaysAHold() {
    var resource = stage.resource(Map.of());
    var hold = held(resource);
    var moved =
        assertOk(stage.move(user, idOf(hold), "\"1\"", stage.item(resource, TEN.plus(HOUR), HOUR)));
    assertThat(status(moved)).isEqualTo("PENDING");
    assertThat(moved.path("holdUntil")).isEqualTo(hold.path("holdUntil"));
    assertThat(moved.path("awaiting")).isEqualTo(hold.path("awaiting"));
  }

  @Test
  void aNoteIsWrittenChangedAndCleared() {
    var id = idOf(booked(stage.resource(Map.of()), TEN, HOUR));
    assertRefused(
        stage.patch(user, id, null, "{\"note\":\"We are six.\"}"), 428, "precondition-required");
    assertRefused(stage.patch(user, id, "\"4\"", "{}"), 412, "version-mismatch");
    assertRefused(stage.patch(user, id, "*", "{\"status\":\"CONFIRMED\"}"), 400, "unknown-field");
    var noted = assertOk(stage.patch(user, id, "\"1\"", "{\"note\":\"We are six.\"}"));
    assertThat(noted.path("note").asString()).isEqualTo("We are six.");
    assertThat(noted.path("version").asInt()).isEqualTo(2);
    assertThat(assertOk(stage.patch(user, id, "\"2\"", "{\"note\":\"We are six.\"}")))
        .isEqualTo(noted);
    assertThat(assertOk(stage.patch(user, id, "\"2\"", "{}"))).isEqualTo(noted);
    var cleared = assertOk(stage.patch(admin, id, "\"2\"", "{\"note\":null}"));
    assertThat(cleared.path("note").isNull()).isTrue();
    assertThat(cleared.path("version").asInt()).isEqualTo(3);
    assertThat(stage.types(user, id))
        .containsExactly("booking.created", "booking.noted", "booking.noted");
  }

  @Test
  void aWrittenNoteIsUnreadableAtRest() {
    var id = idOf(booked(stage.resource(Map.of()), TEN, HOUR));
    var secret = "secret " + UUID.randomUUID();
    assertOk(stage.patch(user, id, "*", "{\"note\":\"" + secret + "\"}"));
    assertThat(
            HOLDFAST.sql(
                "SELECT (SELECT note FROM bookings WHERE id = '%s') || data FROM events WHERE aggregate_id = '%s'"
                    .formatted(id, id)))
        .hasSize(2)
        .noneMatch(row -> row.contains(secret));
  }

  private Instant soon() {
    return HOLDFAST
        .bean(DatabaseClock.class)
        .instant()
        .plusSeconds(2)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  @Test
  void checkInOpensBeforeTheStartAndCompletionAtIt() {
    var resource = stage.resource(Map.of());
    var far = idOf(booked(resource, soon().plus(Duration.ofMinutes(31)), HOUR));
    assertRefused(stage.change(admin, far, "check-in", "*"), 409, "too-early");
    assertRefused(stage.change(admin, far, "complete", "*"), 409, "too-early");
    assertRefused(stage.change(admin, far, "no-show", "*"), 409, "too-early");
    var near = idOf(booked(resource, soon(), Duration.ofMinutes(20)));
    var there = assertOk(stage.change(admin, near, "check-in", "\"1\""));
    assertThat(status(there)).isEqualTo("CHECKED_IN");
    assertThat(stage.change(admin, near, "check-in", "\"1\"").body()).isEqualTo(there);
    assertRefused(stage.change(user, near, "cancel", "*"), 409, "invalid-state");
    var over =
        eventually(
            () -> stage.change(admin, near, "complete", "*"),
            answer -> !answer.code().equals("too-early"));
    assertThat(status(assertOk(over))).isEqualTo("COMPLETED");
    assertThat(stage.types(user, near))
        .containsExactly("booking.created", "booking.checked_in", "booking.completed");
  }

  @Test
  void nobodyCameFreesTheRestOfTheSlot() {
    var resource = stage.resource(Map.of());
    var start = soon();
    var id = idOf(booked(resource, start, Duration.ofMinutes(20)));
    var missed =
        eventually(
            () -> stage.change(admin, id, "no-show", "*"),
            answer -> !answer.code().equals("too-early"));
    assertThat(status(assertOk(missed))).isEqualTo("NO_SHOW");
    assertRefused(stage.change(admin, id, "complete", "*"), 409, "invalid-state");
    booked(resource, start.plusSeconds(600), Duration.ofMinutes(10));
  }

  @Test
  void whatIsOverCompletesByItself() {
    var resource = stage.resource(Map.of());
    var start = soon();
    var firm = idOf(booked(resource, start, Duration.ofSeconds(1)));
    var there = idOf(booked(resource, start.plusSeconds(1), Duration.ofSeconds(1)));
    assertOk(stage.change(admin, there, "check-in", "*"));
    for (var id : List.of(firm, there)) {
      var done = eventually(() -> stage.show(user, id), seen -> status(seen).equals("COMPLETED"));
      assertThat(stage.types(user, id)).last().isEqualTo("booking.completed");
      assertThat(stage.change(admin, id, "complete", "\"1\"").body()).isEqualTo(done);
      assertRefused(stage.change(user, id, "cancel", "*"), 409, "invalid-state");
      assertRefused(stage.change(admin, id, "no-show", "*"), 409, "invalid-state");
    }
  }

  @Test
  void theHistoryHasOneEventPerVersionAndTellsWhatWas() {
    var resource = stage.resource(Map.of("bufferAfter", "PT5M"));
    var created = held(resource);
    var id = idOf(created);
    var extended = assertOk(stage.change(user, id, "extend", "*"));
    var noted = assertOk(stage.patch(user, id, "*", "{\"note\":\"by the window\"}"));
    var moved = assertOk(stage.move(user, id, "*", stage.item(resource, TEN.plus(HOUR), HOUR)));
    var confirmed = assertOk(stage.change(user, id, "confirm", "*"));
    var all = List.of(created, extended, noted, moved, confirmed);

    var history = stage.history(user, id);
    assertThat(history).hasSize(5);
    for (var version = 1; version <= 5; version++) {
      var event = history.path(version - 1);
      assertThat(event.path("version").asInt()).isEqualTo(version);
      assertThat(event.path("data")).isEqualTo(all.get(version - 1));
      var at = Instant.parse(event.path("occurredAt").asString());
      assertThat(stage.asOf(user, id, at.toString()).body()).isEqualTo(all.get(version - 1));
    }
    var before = Instant.parse(created.path("createdAt").asString()).minusNanos(1_000);
    assertRefused(stage.asOf(user, id, before.toString()), 404, "not-found");
    assertThat(stage.asOf(user, id, "9999-12-31T23:59:59Z").body()).isEqualTo(confirmed);
    assertRefused(stage.asOf(user, id, "yesterday"), 400, "invalid-parameter");
    assertRefused(stage.asOf(HOLDFAST.tokenOf("manager"), id, before.toString()), 404, "not-found");
  }

  @Test
  void ofACancellationAndACheckInExactlyOneHappens() {
    var resource = stage.resource(Map.of("capacity", 30));
    var start = soon().plus(Duration.ofMinutes(10));
    IntStream.range(0, 15)
        .mapToObj(_ -> idOf(booked(resource, start, HOUR)))
        .forEach(
            id -> {
              var answers =
                  both(
                      () -> stage.change(user, id, "cancel", "*"),
                      () -> stage.change(admin, id, "check-in", "*"));
              assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
              assertThat(answers).extracting(Answer::code).contains("invalid-state");
              var won = answers.stream().filter(answer -> answer.status() == 200).findFirst();
              assertThat(stage.show(user, id)).isEqualTo(won.orElseThrow().body());
              assertThat(stage.types(user, id)).hasSize(2);
            });
  }

  @Test
  void ofAnApprovalAndTheEndOfAHoldExactlyOneHappens() {
    var brief = stage.venue("PT1S");
    var resource = stage.resource(brief, Map.of("capacity", 30, "approvalRequired", true));
    IntStream.range(0, 5)
        .mapToObj(_ -> booked(resource, TEN, HOUR))
        .forEach(
            hold -> {
              var id = idOf(hold);
              var until = Instant.parse(hold.path("holdUntil").asString());
              var clock = HOLDFAST.bean(DatabaseClock.class);
              eventually(clock::instant, now -> now.isAfter(until.minusMillis(60)));
              var answers =
                  Flux.range(0, 4)
                      .flatMap(
                          _ ->
                              Mono.fromCallable(() -> stage.change(admin, id, "approve", "*"))
                                  .subscribeOn(Schedulers.boundedElastic()),
                          4)
                      .collectList()
                      .blockOptional()
                      .orElseThrow();
              var ended =
                  eventually(() -> stage.show(user, id), seen -> !status(seen).equals("PENDING"));
              var approved = answers.stream().anyMatch(answer -> answer.status() == 200);
              assertThat(status(ended)).isEqualTo(approved ? "CONFIRMED" : "EXPIRED");
              assertThat(stage.types(user, id)).hasSize(2);
            });
  }

  @Test
  void twoWhoMoveIntoEachOthersSlotBothStay() {
    var resource = stage.resource(Map.of());
    for (var round = 0; round < 10; round++) {
      var early = TEN.plus(HOUR.multipliedBy(2L * round));
      var late = early.plus(HOUR);
      var one = booked(resource, early, HOUR);
      var other = booked(resource, late, HOUR);
      var answers =
          both(
              () -> stage.move(user, idOf(one), "*", stage.item(resource, late, HOUR)),
              () -> stage.move(user, idOf(other), "*", stage.item(resource, early, HOUR)));
      assertThat(answers).extracting(Answer::code).containsExactly("slot-taken", "slot-taken");
      assertThat(stage.show(user, idOf(one))).isEqualTo(one);
      assertThat(stage.show(user, idOf(other))).isEqualTo(other);
    }
  }

  private static List<Answer> both(Callable<Answer> one, Callable<Answer> other) {
    return Flux.just(one, other)
        .flatMap(call -> Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()), 2)
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void aKeyIsOneOfItsUserWhateverTheVenue() {
    var key = UUID.randomUUID().toString();
    var wish = Map.of("items", List.of(stage.item(stage.resource(Map.of()), TEN, HOUR)));
    HOLDFAST.book(user, key, wish).expectStatus().isCreated();
    var elsewhere = stage.resource(stage.venue("PT10M"), Map.of());
    var other = Map.of("items", List.of(stage.item(elsewhere, TEN, HOUR)));
    var refused = json(HOLDFAST.book(user, key, other).expectStatus().isEqualTo(422));
    assertThat(refused.path("code").asString()).isEqualTo("idempotency-key-reuse");
  }
}
