package dev.holdfast.adapter.calendar;

import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.port.Invitations;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.PartStat;
import net.fortuna.ical4j.model.parameter.Role;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;
import net.fortuna.ical4j.validate.ValidationException;

/**
 * Writes invitations with ical4j, which folds lines and escapes what stands in them. An invitation
 * is a calendar of one event, as all events of one must have the same UID (RFC 5546 §3.2.2). Times
 * are in UTC: right in every calendar, whatever it knows about zones, and shown there in the zone
 * of whoever looks.
 */
public final class IcalInvitations implements Invitations {
  private static final String PRODUCT = "-//Holdfast//Holdfast//EN";

  @Override
  public String text(Invitation invitation, String organizer, String attendee, Instant at) {
    var calendar = new Calendar();
    calendar
        .withProperty(ImmutableVersion.VERSION_2_0)
        .withProperty(new ProdId(PRODUCT))
        .withProperty(ImmutableCalScale.GREGORIAN)
        .withProperty(method(invitation))
        .withComponent(event(invitation, organizer, attendee, at));
    try {
      var text = new StringWriter();
      new CalendarOutputter().output(calendar, text);
      return text.toString();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (ValidationException invalid) {
      throw new IllegalStateException("not a valid invitation", invalid);
    }
  }

  private static VEvent event(
      Invitation invitation, String organizer, String attendee, Instant at) {
    var entry = invitation.entry();
    var event = new VEvent(false);
    event
        .withProperty(new Uid(entry.uid()))
        .withProperty(new Sequence(Long.toString(entry.sequence())))
        .withProperty(new DtStamp(at))
        .withProperty(new DtStart<>(entry.range().start()))
        .withProperty(new DtEnd<>(entry.range().end()))
        .withProperty(new Summary(invitation.summary()))
        .withProperty(new Location(invitation.location()))
        .withProperty(new Description(invitation.description()))
        .withProperty(status(invitation))
        .withProperty(new Organizer(mailto(organizer)))
        .withProperty(new Attendee(invited(), mailto(attendee)));
    return event;
  }

  /** They have booked it themselves: nobody waits for their answer. */
  private static ParameterList invited() {
    return new ParameterList().add(Role.REQ_PARTICIPANT).add(PartStat.ACCEPTED).add(Rsvp.FALSE);
  }

  private static URI mailto(String address) {
    try {
      return new URI("mailto", address, null);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("no address", impossible);
    }
  }

  private static Method method(Invitation invitation) {
    return switch (invitation.method()) {
      case REQUEST -> ImmutableMethod.REQUEST;
      case CANCEL -> ImmutableMethod.CANCEL;
    };
  }

  private static Status status(Invitation invitation) {
    return switch (invitation.method()) {
      case REQUEST -> ImmutableStatus.VEVENT_CONFIRMED;
      case CANCEL -> ImmutableStatus.VEVENT_CANCELLED;
    };
  }
}
