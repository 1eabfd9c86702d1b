package dev.holdfast.notification.usecase;

import static dev.holdfast.booking.BookingFixtures.ANNA;
import static dev.holdfast.booking.BookingFixtures.EUR;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.NOW;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.notification.NotificationFixtures.VIENNA;
import static dev.holdfast.notification.NotificationFixtures.as;
import static dev.holdfast.notification.NotificationFixtures.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.Status;
import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Invitation.Method;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.MailedBooking;
import dev.holdfast.notification.MailedBooking.Line;
import dev.holdfast.notification.Notification;
import dev.holdfast.resource.ResourceFixtures;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.user.usecase.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposeMailsTest {
  private final MailWorld world = new MailWorld();
  private final Booking booking = aBooking().units(2).and().on(OTHER_COURT).booking();
  private final BookingFacts firm = BookingFacts.of(booking);

  @BeforeEach
  void annaIsThere() {
    world.people.put(
        ANNA,
        new Profile(
            ANNA.value(),
            "anna@example.org",
            "Anna",
            "Hold",
            null,
            Role.USER,
            true,
            null,
            null,
            1,
            NOW,
            NOW));
  }

  private Optional<Mail> mail(MailTemplate template) {
    var notification =
        world.notifications.everything().stream()
            .filter(it -> it.template() == template)
            .reduce((_, last) -> last)
            .orElseThrow();
    return mail(notification);
  }

  private Optional<Mail> mail(Notification notification) {
    return world.compose.mail(notification).blockOptional();
  }

  private MailedBooking told(MailTemplate template) {
    return MailWorld.present(mail(template).orElseThrow().booking());
  }

  private static TimeRange hourFrom(Instant start) {
    return new TimeRange(start, start.plus(HOUR));
  }

  private static List<String> said(MailedBooking told) {
    return told.invitations().stream().map(ComposeMailsTest::said).toList();
  }

  private static String said(Invitation invitation) {
    var entry = invitation.entry();
    return invitation.method()
        + " "
        + entry.uid().replaceFirst("^[0-9a-f-]{36}", "")
        + " "
        + entry.sequence();
  }

  @Test
  void aConfirmationTellsAllAndInvites() {
    world.handle(world.happens("booking.created", firm));
    var mail = mail(MailTemplate.CONFIRMED).orElseThrow();
    assertThat(mail.to()).isEqualTo(new Mail.Addressee("anna@example.org", "Anna", "Hold"));
    assertThat(mail.subject()).isEqualTo(world.notifications.everything().getFirst().subject());
    var told = MailWorld.present(mail.booking());
    assertThat(told.venue()).isEqualTo("Riverside Club");
    assertThat(told.zone()).isEqualTo(VIENNA);
    assertThat(told.lines())
        .containsExactly(
            new Line("Court 1", 2, hourFrom(TEN)), new Line("Court 2", 1, hourFrom(TEN)));
    assertThat(told.total()).isEqualTo(new Money(3600, EUR));
    assertThat(told.linesBefore()).isEmpty();
    assertThat(told.invitations()).hasSize(1);
    var invitation = told.invitations().getFirst();
    assertThat(invitation.method()).isEqualTo(Method.REQUEST);
    assertThat(invitation.summary()).isEqualTo("Court 1 × 2 and more at Riverside Club");
    assertThat(invitation.location()).isEqualTo("Riverside Club");
    assertThat(invitation.description()).isEqualTo("Court 1 × 2\nCourt 2");
  }

  @Test
  void aMoveTellsBothAndTakesOutWhatIsNoMore() {
    var two = BookingFacts.of(aBooking().and().from(TEN.plus(HOUR.multipliedBy(5))).booking());
    var moved = on(two, BookingFacts.of(aBooking().from(TEN.plus(HOUR)).booking()), 2);
    world.handle(
        world.happens("booking.created", two), world.happens("booking.rescheduled", moved));
    var told = told(MailTemplate.RESCHEDULED);
    assertThat(told.lines()).containsExactly(new Line("Court 1", 1, hourFrom(TEN.plus(HOUR))));
    assertThat(told.linesBefore()).hasSize(2);
    assertThat(said(told)).containsExactly("REQUEST @holdfast.dev 2", "CANCEL -2@holdfast.dev 2");
  }

  @Test
  void aCancellationTakesOutWhatWasInvitedTo() {
    world.handle(
        world.happens("booking.created", firm),
        world.happens("booking.cancelled", ended(Status.CANCELLED, CancelledBy.CUSTOMER, 2)));
    var told = told(MailTemplate.CANCELLED);
    assertThat(said(told)).containsExactly("CANCEL @holdfast.dev 2");
    assertThat(told.isByVenue()).isFalse();
    assertThat(told.reason()).isEqualTo("because");
  }

  @Test
  void whoWasNeverInvitedHasNothingToTakeOut() {
    var held = as(firm, Status.PENDING, 1);
    world.handle(
        world.happens("booking.created", held),
        world.happens("booking.cancelled", ended(Status.CANCELLED, CancelledBy.VENUE, 2)));
    var told = told(MailTemplate.CANCELLED);
    assertThat(told.invitations()).isEmpty();
    assertThat(told.isByVenue()).isTrue();
  }

  private BookingFacts ended(Status status, CancelledBy by, long version) {
    return new BookingFacts(
        firm.id(),
        firm.venueId(),
        firm.userId(),
        status,
        firm.items(),
        firm.total(),
        null,
        firm.awaiting(),
        firm.extensions(),
        null,
        by,
        new Sealed("c2VhbGVk"),
        firm.cancellationPolicy(),
        version,
        firm.createdAt(),
        firm.updatedAt());
  }

  @Test
  void whoIsGoneOrMayNotSignInIsToldNothing() {
    world.handle(world.happens("booking.created", firm));
    world.people.clear();
    assertThat(mail(MailTemplate.CONFIRMED)).isEmpty();
  }

  @Test
  void remindedIsWhoStillHasItToComeTo() {
    world.handle(world.happens("booking.created", firm));
    world.at(TEN.minus(Duration.ofDays(1)));
    world.bookings.put(booking.id(), booking);
    assertThat(mail(MailTemplate.REMINDER)).isPresent();
    assertThat(told(MailTemplate.REMINDER).invitations()).isEmpty();

    world.at(TEN.minusNanos(1000));
    assertThat(mail(MailTemplate.REMINDER)).isPresent();
    world.at(TEN);
    assertThat(mail(MailTemplate.REMINDER)).as("it has begun").isEmpty();

    world.at(TEN.minus(Duration.ofDays(1)));
    var cancelled = ResourceFixtures.state(booking.cancel(CancelledBy.CUSTOMER, null, NOW));
    world.bookings.put(new BookingId(firm.id()), cancelled);
    assertThat(mail(MailTemplate.REMINDER)).as("it is cancelled").isEmpty();

    world.bookings.put(
        booking.id(), booking.withItems(aBooking().from(TEN.plus(HOUR)).booking().items()));
    assertThat(mail(MailTemplate.REMINDER)).as("it is at another time").isEmpty();
  }

  @Test
  void aWelcomeNeedsNoBooking() {
    world.handle(world.happens("user.created", ANNA.value()));
    var mail = mail(MailTemplate.WELCOME).orElseThrow();
    assertThat(mail.booking()).isNull();
    assertThat(mail.toString()).doesNotContainIgnoringCase("anna@");
  }
}
