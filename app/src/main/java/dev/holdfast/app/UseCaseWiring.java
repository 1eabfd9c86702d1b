package dev.holdfast.app;

import dev.holdfast.adapter.limits.Admission;
import dev.holdfast.adapter.web.user.ClosedAccounts;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.usecase.Booker;
import dev.holdfast.booking.usecase.BookingAccess;
import dev.holdfast.booking.usecase.BookingDesk;
import dev.holdfast.booking.usecase.BookingLife;
import dev.holdfast.booking.usecase.BookingSweeper;
import dev.holdfast.booking.usecase.BookingTexts;
import dev.holdfast.booking.usecase.Departures;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Managers;
import dev.holdfast.resource.port.Occupancy;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.resource.usecase.ResourceDesk;
import dev.holdfast.resource.usecase.SlotFinder;
import dev.holdfast.resource.usecase.VenueDesk;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.Passwords;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.Users;
import dev.holdfast.user.usecase.Accounts;
import dev.holdfast.user.usecase.OwnAccount;
import dev.holdfast.user.usecase.People;
import dev.holdfast.user.usecase.SignIns;
import dev.holdfast.user.usecase.UserDesk;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases, each bound to the buses where it is made. */
@Configuration(proxyBeanMethods = false)
class UseCaseWiring {
  @Bean
  Admission admission(Settings settings, MeterRegistry meters) {
    var limits = settings.admission();
    var admission =
        new Admission(
            new Admission.Settings(
                limits.atLeast(), limits.atMost(), limits.line(), limits.deadline()));
    meters.gauge("holdfast.admission.limit", admission, Admission::limit);
    meters.gauge("holdfast.admission.underway", admission, Admission::underWay);
    meters.gauge("holdfast.admission.waiting", admission, Admission::waiting);
    return admission;
  }

  @Bean
  CommandBus commands(Measuring measuring, Admission admission, ClosedAccounts closed) {
    return new CommandBus(measuring.with(new ErasedBookNothing(closed)).with(admission));
  }

  @Bean
  QueryBus queries(Measuring measuring, Admission admission) {
    return new QueryBus(measuring.with(admission));
  }

  @Bean
  SlotFinder slots(Bookables bookables, Occupancy occupancy, InstantSource clock) {
    return new SlotFinder(bookables, occupancy, clock);
  }

  @Bean
  Catalogue catalogue(Bookables bookables, Venues venues, SlotFinder slots) {
    return new Catalogue(bookables, venues, slots);
  }

  @Bean
  VenueDesk venueDesk(
      Venues venues,
      Managers managers,
      Bookables bookables,
      InstantSource clock,
      CommandBus commands,
      QueryBus queries) {
    var desk = new VenueDesk(venues, managers, bookables, clock);
    desk.bind(commands, queries);
    return desk;
  }

  @Bean
  ResourceDesk resourceDesk(
      Resources resources,
      Venues venues,
      Bookables bookables,
      SlotFinder slots,
      InstantSource clock,
      CommandBus commands,
      QueryBus queries) {
    var desk = new ResourceDesk(resources, venues, bookables, slots, clock);
    desk.bind(commands, queries);
    return desk;
  }

  @Bean
  Accounts accounts(
      Users users,
      PersonalKeys keys,
      LookupHashes hashes,
      Passwords passwords,
      InstantSource clock,
      CommandBus commands) {
    var accounts = new Accounts(users, keys, hashes, passwords, clock);
    accounts.bind(commands);
    return accounts;
  }

  @Bean
  People people(Users users, PersonalKeys keys, LookupHashes hashes) {
    return new People(users, keys, hashes);
  }

  @Bean
  UserDesk userDesk(
      Users users, People people, InstantSource clock, CommandBus commands, QueryBus queries) {
    var desk = new UserDesk(users, people, clock);
    desk.bind(commands, queries);
    return desk;
  }

  @Bean
  OwnAccount ownAccount(
      Users users,
      People people,
      PersonalKeys keys,
      LookupHashes hashes,
      Passwords passwords,
      Departures departures,
      InstantSource clock,
      CommandBus commands) {
    var own =
        new OwnAccount(users, people, keys, hashes, passwords, departures::cancelAllToCome, clock);
    own.bind(commands);
    return own;
  }

  @Bean
  Departures departures(Bookings bookings, CommandBus commands, InstantSource clock) {
    return new Departures(bookings, commands, clock);
  }

  @Bean
  SignIns signIns(
      Users users,
      Sessions sessions,
      LookupHashes hashes,
      Passwords passwords,
      AccessTokens tokens,
      NoteTaker notes,
      InstantSource clock,
      CommandBus commands,
      QueryBus queries) {
    var signIns =
        new SignIns(
            users,
            sessions,
            hashes,
            passwords,
            tokens,
            (account, actor) ->
                notes.take(AuditNote.signInRefused(account, actor, clock.instant())),
            clock);
    signIns.bind(commands, queries);
    return signIns;
  }

  @Bean
  BookingTexts bookingTexts(PersonalKeys keys) {
    return new BookingTexts(keys);
  }

  @Bean
  BookingAccess bookingAccess(Bookings bookings, BookingCache cache, Catalogue catalogue) {
    return new BookingAccess(bookings, cache, catalogue);
  }

  @Bean
  BookingDesk bookingDesk(
      Bookings bookings, BookingAccess access, BookingTexts texts, QueryBus queries) {
    var desk = new BookingDesk(bookings, access, texts);
    desk.bind(queries);
    return desk;
  }

  @Bean
  BookingLife bookingLife(
      Bookings bookings,
      BookingCache cache,
      BookingAccess access,
      Catalogue catalogue,
      BookingTexts texts,
      InstantSource clock,
      CommandBus commands,
      QueryBus queries) {
    var life = new BookingLife(bookings, cache, access, catalogue, texts, clock);
    life.bind(commands, queries);
    return life;
  }

  @Bean
  Booker booker(
      Bookings bookings,
      BookingCache cache,
      Catalogue catalogue,
      BookingTexts texts,
      InstantSource clock,
      CommandBus commands) {
    var booker = new Booker(bookings, catalogue, texts, clock);
    booker.bind(commands);
    return booker;
  }

  @Bean
  BookingSweeper bookingSweeper(Bookings bookings, BookingCache cache, InstantSource clock) {
    return new BookingSweeper(bookings, cache, clock);
  }
}
