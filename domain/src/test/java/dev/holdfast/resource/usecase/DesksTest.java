package dev.holdfast.resource.usecase;

import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.EUR;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.SAME_VENUE;
import static dev.holdfast.resource.ResourceFixtures.between;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.manager;
import static dev.holdfast.resource.ResourceFixtures.terms;
import static dev.holdfast.resource.ResourceFixtures.user;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.ResourceFixtures.Court;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.NotAManager;
import dev.holdfast.resource.ResourceRejection.SlotLength;
import dev.holdfast.resource.ResourceRejection.TooManySlots;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.VenueTerms;
import dev.holdfast.resource.port.InMemoryCatalogue;
import dev.holdfast.resource.port.InMemoryOccupancy;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.AccessRejection.PreconditionRequired;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.Query;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DesksTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TimeRange MORNING = between("2027-03-01T09:00:00Z", "2027-03-01T12:00:00Z");

  private final InMemoryCatalogue kept = new InMemoryCatalogue();
  private final InMemoryOccupancy occupancy = new InMemoryOccupancy();
  private final ForgettingBookables bookables = new ForgettingBookables(kept);
  private final Set<UserId> managers = ConcurrentHashMap.newKeySet();
  private final InstantSource clock = InstantSource.fixed(NOW);
  private final SlotFinder slots = new SlotFinder(bookables, occupancy, clock);
  private final Catalogue catalogue = new Catalogue(bookables, kept, slots);
  private final CommandBus commands = new CommandBus(Around.NOTHING);
  private final QueryBus queries = new QueryBus(Around.NOTHING);

  private final Actor anna = manager();
  private final Venue park = venue(BERLIN, anna.requireUserId());

  @BeforeEach
  void bind() {
    new VenueDesk(kept, user -> Mono.just(managers.contains(user)), bookables, clock)
        .bind(commands, queries);
    new ResourceDesk(kept, kept, bookables, slots, clock).bind(commands, queries);
    StepVerifier.create(kept.add(new VenueCreated(park, NOW), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
  }

  private Resource kept(Court court) {
    return Objects.requireNonNull(
        kept.add(new ResourceCreated(court.resource(), NOW), ADMIN).block());
  }

  private void assertRefused(Command<?> command, Class<? extends Rejection> reason) {
    assertRefused(commands.send(command), reason);
  }

  private static void assertRefused(Mono<?> answer, Class<? extends Rejection> reason) {
    StepVerifier.create(answer)
        .verifyErrorMatches(
            failure ->
                failure instanceof RejectedException refused
                    && reason.isInstance(refused.rejection()));
  }

  private <R> R ask(Query<R> query) {
    return Objects.requireNonNull(queries.ask(query).block());
  }

  private static VenueTerms named(String name) {
    return new VenueTerms(Patch.set(name), Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep());
  }

  @Test
  void onlyAnAdministratorMakesVenues() {
    var terms =
        new VenueTerms(
            Patch.set("Halls"), Patch.set(BERLIN), Patch.set(EUR), Patch.keep(), Patch.keep());
    assertRefused(new CreateVenue(anna, terms), Forbidden.class);
    StepVerifier.create(commands.send(new CreateVenue(ADMIN, terms)))
        .assertNext(venue -> assertThat(ask(new GetVenue(user(), venue.id()))).isEqualTo(venue))
        .verifyComplete();
  }

  @Test
  void someoneElsesVenueIsForbiddenBeforeItsVersionIsLookedAt() {
    var other = manager();
    assertRefused(
        new ChangeVenue(other, park.id(), new Precondition.Absent(), named("Mine")),
        Forbidden.class);
    assertRefused(
        new ChangeVenue(other, VenueId.next(), new Precondition.Absent(), named("Mine")),
        NotFound.class);
    assertRefused(
        new ChangeVenue(user(), VenueId.next(), new Precondition.Absent(), named("Mine")),
        Forbidden.class);
  }

  @Test
  void aChangeNeedsTheVersionThatIsThere() {
    assertRefused(
        new ChangeVenue(anna, park.id(), new Precondition.Absent(), named("A")),
        PreconditionRequired.class);
    assertRefused(
        new ChangeVenue(anna, park.id(), new Precondition.Version(2), named("A")),
        VersionMismatch.class);
    StepVerifier.create(
            commands.send(
                new ChangeVenue(anna, park.id(), new Precondition.Version(1), named("A"))))
        .assertNext(venue -> assertThat(venue.version()).isEqualTo(2))
        .verifyComplete();
    assertThat(bookables.forgotten()).containsExactly(park.id());
  }

  @Test
  void aChangeToWhatItIsLeavesTheVersion() {
    StepVerifier.create(
            commands.send(new ChangeVenue(anna, park.id(), new Precondition.Any(), SAME_VENUE)))
        .expectNext(park)
        .verifyComplete();
    assertThat(kept.diary()).hasSize(1);
  }

  @Test
  void manyChangesOfWhateverIsThereAllHappen() {
    var changes =
        Flux.range(0, 4)
            .flatMap(
                _ ->
                    commands
                        .send(new AddStaff(anna, park.id(), managed()))
                        .subscribeOn(Schedulers.parallel()),
                4);
    StepVerifier.create(changes).expectNextCount(4).verifyComplete();
    assertThat(ask(new GetVenue(anna, park.id())).staff()).hasSize(5);
  }

  private UserId managed() {
    var user = UserId.next();
    managers.add(user);
    return user;
  }

  @Test
  void onlyAManagerCanBeOnTheStaff() {
    assertRefused(new AddStaff(anna, park.id(), UserId.next()), NotAManager.class);
    var bert = managed();
    StepVerifier.create(commands.send(new AddStaff(anna, park.id(), bert)))
        .assertNext(venue -> assertThat(venue.staff()).contains(bert))
        .verifyComplete();
    StepVerifier.create(commands.send(new RemoveStaff(anna, park.id(), bert)))
        .assertNext(venue -> assertThat(venue.staff()).doesNotContain(bert))
        .verifyComplete();
  }

  @Test
  void aResourceIsMadeAndChangedByTheManagersOfItsVenue() {
    var room = terms(Patch.set("Room"));
    assertRefused(new CreateResource(manager(), park.id(), room), Forbidden.class);
    assertRefused(new CreateResource(anna, VenueId.next(), room), NotFound.class);
    var made =
        Objects.requireNonNull(commands.send(new CreateResource(anna, park.id(), room)).block());
    assertRefused(
        new ChangeResource(manager(), made.id(), new Precondition.Version(1), room),
        Forbidden.class);
    assertRefused(
        new ReplaceOpeningHours(anna, made.id(), new Precondition.Version(7), OpeningHours.ALWAYS),
        VersionMismatch.class);
    StepVerifier.create(
            commands.send(
                new ChangeResource(
                    anna, made.id(), new Precondition.Version(1), terms(Patch.set("Hall")))))
        .assertNext(
            resource ->
                assertThat(resource).returns("Hall", Resource::name).returns(2L, Resource::version))
        .verifyComplete();
  }

  @Test
  void takingAResourceOffTheListTwiceIsSaidOnce() {
    var court = kept(courtOf(park));
    for (var i = 0; i < 2; i++) {
      StepVerifier.create(commands.send(new DeactivateResource(anna, court.id())))
          .assertNext(resource -> assertThat(resource.isActive()).isFalse())
          .verifyComplete();
    }
    assertThat(kept.diary()).filteredOn(ResourceDeactivated.class::isInstance).hasSize(1);
    assertThat(ask(new GetResource(user(), court.id())).isActive()).isFalse();
  }

  @Test
  void slotsTellHowManyUnitsAreFreeAndWhatOneCosts() {
    var court =
        kept(
            courtOf(park)
                .withUnits(2)
                .every(HOUR)
                .lasting(HOUR, HOUR.multipliedBy(3))
                .costing("24.00", Price.Per.HOUR));
    occupancy.take(court.id(), 1, between("2027-03-01T09:00:00Z", "2027-03-01T11:00:00Z"));
    occupancy.take(court.id(), 2, between("2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"));
    assertThat(ask(new FindSlots(user(), court.id(), MORNING, null)))
        .containsExactly(
            new Slot(
                between("2027-03-01T09:00:00Z", "2027-03-01T10:00:00Z"), 1, new Money(2400, EUR)),
            new Slot(
                between("2027-03-01T11:00:00Z", "2027-03-01T12:00:00Z"), 2, new Money(2400, EUR)));
  }

  @Test
  void slotsOfALengthThatNobodyMayBookAreRefused() {
    var court = kept(courtOf(park).lasting(HOUR, HOUR.multipliedBy(2)));
    for (var length : List.of(Duration.ZERO, HOUR.minusSeconds(1), HOUR.multipliedBy(3))) {
      assertRefused(
          queries.ask(new FindSlots(user(), court.id(), MORNING, length)), SlotLength.class);
    }
    assertRefused(
        queries.ask(new FindSlots(user(), ResourceId.next(), MORNING, null)), NotFound.class);
  }

  @Test
  void moreSlotsThanFitIntoAnAnswerAreRefused() {
    var second = Duration.ofSeconds(1);
    var court = kept(courtOf(park).every(second).lasting(second, HOUR));
    assertThat(
            ask(
                new FindSlots(
                    user(),
                    court.id(),
                    new TimeRange(MORNING.start(), MORNING.start().plusSeconds(10_000)),
                    second)))
        .hasSize(10_000);
    assertRefused(
        queries.ask(
            new FindSlots(
                user(),
                court.id(),
                new TimeRange(MORNING.start(), MORNING.start().plusSeconds(10_001)),
                second)),
        TooManySlots.class);
  }

  @Test
  void theSoonestFreeSlotsLeaveOutWhatHasTooFewUnits() {
    var court = kept(courtOf(park).withUnits(2).every(HOUR).lasting(HOUR, HOUR));
    occupancy.take(court.id(), 1, between("2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"));
    StepVerifier.create(catalogue.freeSlots(court.id(), MORNING, HOUR, 2, 5))
        .assertNext(
            found ->
                assertThat(found)
                    .extracting(slot -> slot.range().start())
                    .containsExactly(MORNING.start(), MORNING.start().plus(HOUR.multipliedBy(2))))
        .verifyComplete();
    StepVerifier.create(catalogue.freeSlots(court.id(), MORNING, HOUR, 1, 1))
        .assertNext(found -> assertThat(found).hasSize(1))
        .verifyComplete();
    StepVerifier.create(catalogue.freeSlots(ResourceId.next(), MORNING, HOUR, 1, 1))
        .expectNext(List.of())
        .verifyComplete();
  }

  @Test
  void aVenueIsManagedByItsStaffAndByAdministrators() {
    StepVerifier.create(catalogue.isManagedBy(park.id(), anna)).expectNext(true).verifyComplete();
    StepVerifier.create(catalogue.isManagedBy(park.id(), ADMIN)).expectNext(true).verifyComplete();
    StepVerifier.create(catalogue.isManagedBy(park.id(), manager()))
        .expectNext(false)
        .verifyComplete();
    StepVerifier.create(catalogue.isManagedBy(VenueId.next(), anna))
        .expectNext(false)
        .verifyComplete();
  }
}
