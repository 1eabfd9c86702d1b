package dev.holdfast.adapter.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.CalendarEntry;
import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Invitation.Method;
import dev.holdfast.shared.TimeRange;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyContainer;
import org.junit.jupiter.api.Test;

class IcalInvitationsTest {
  private static final Instant NOW = Instant.parse("2027-02-01T08:00:00.123456Z");
  private static final TimeRange OVER_THE_CHANGE =
      new TimeRange(Instant.parse("2027-03-28T00:30:00Z"), Instant.parse("2027-03-28T01:30:00Z"));

  private static String written(Method method, String place) {
    var entry = new CalendarEntry("b-2@holdfast.dev", 7, OVER_THE_CHANGE);
    var invitation = new Invitation(method, entry, place + " at the Club", place, place + "\nmore");
    return new IcalInvitations().text(invitation, "no-reply@example.org", "ada@example.org", NOW);
  }

  private static String value(PropertyContainer of, String property) {
    return of.getRequiredProperty(property).getValue();
  }

  @Test
  void aRequestReadsBackAsWhatItSays() throws IOException, ParserException {
    var calendar = new CalendarBuilder().build(new StringReader(written(Method.REQUEST, "Court")));
    assertThat(value(calendar, Property.METHOD)).isEqualTo("REQUEST");
    assertThat(value(calendar, Property.VERSION)).isEqualTo("2.0");
    assertThat(calendar.getComponents()).hasSize(1);
    var event = calendar.getComponents().getFirst();
    assertThat(event.getName()).isEqualTo(Component.VEVENT);
    assertThat(value(event, Property.UID)).isEqualTo("b-2@holdfast.dev");
    assertThat(value(event, Property.SEQUENCE)).isEqualTo("7");
    assertThat(value(event, Property.DTSTAMP)).isEqualTo("20270201T080000Z");
    assertThat(value(event, Property.DTSTART)).isEqualTo("20270328T003000Z");
    assertThat(value(event, Property.DTEND)).isEqualTo("20270328T013000Z");
    assertThat(value(event, Property.STATUS)).isEqualTo("CONFIRMED");
    assertThat(value(event, Property.ORGANIZER)).isEqualTo("mailto:no-reply@example.org");
    assertThat(value(event, Property.ATTENDEE)).isEqualTo("mailto:ada@example.org");
  }

  @Test
  void aCancellationHasTheSameUid() throws IOException, ParserException {
    var calendar = new CalendarBuilder().build(new StringReader(written(Method.CANCEL, "Court")));
    assertThat(value(calendar, Property.METHOD)).isEqualTo("CANCEL");
    var event = calendar.getComponents().getFirst();
    assertThat(value(event, Property.UID)).isEqualTo("b-2@holdfast.dev");
    assertThat(value(event, Property.STATUS)).isEqualTo("CANCELLED");
  }

  @Test
  void whatPeopleWroteIsTextAndNothingElse() throws IOException, ParserException {
    var name =
        "Court; \"A\", \\ ünter den Linden\nSTATUS:CANCELLED\nX:" + "long ".repeat(30).strip();
    var text = written(Method.REQUEST, name);
    var event = new CalendarBuilder().build(new StringReader(text)).getComponents().getFirst();
    assertThat(value(event, Property.LOCATION)).isEqualTo(name);
    assertThat(value(event, Property.DESCRIPTION)).isEqualTo(name + "\nmore");
    assertThat(event.getProperties(Property.STATUS)).hasSize(1);
    assertThat(text).endsWith("END:VCALENDAR\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(text.split("\r\n"))
        .allSatisfy(
            line ->
                assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
  }
}
