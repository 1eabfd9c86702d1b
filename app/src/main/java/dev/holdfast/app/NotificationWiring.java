package dev.holdfast.app;

import dev.holdfast.adapter.calendar.IcalInvitations;
import dev.holdfast.adapter.mail.MailServer;
import dev.holdfast.adapter.mail.MailTexts;
import dev.holdfast.adapter.mail.Mailbox;
import dev.holdfast.adapter.mail.MailboxPages;
import dev.holdfast.adapter.mail.MimeMails;
import dev.holdfast.adapter.mail.SmtpMailer;
import dev.holdfast.adapter.metrics.MailMeters;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.notification.PostgresNotifications;
import dev.holdfast.adapter.postgres.notification.StoredBookings;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.notification.NotificationRoutes;
import dev.holdfast.booking.usecase.BookingAccess;
import dev.holdfast.booking.usecase.BookingTexts;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.notification.MailRules;
import dev.holdfast.notification.port.BookingStates;
import dev.holdfast.notification.port.Mailer;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.notification.usecase.ComposeMails;
import dev.holdfast.notification.usecase.NotificationDesk;
import dev.holdfast.notification.usecase.PlanMails;
import dev.holdfast.notification.usecase.SendMails;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.usecase.People;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import tools.jackson.databind.json.JsonMapper;

/** What people have been sent, and sending it. */
@Configuration(proxyBeanMethods = false)
class NotificationWiring {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationWiring.class);
  private static final String SENDER_WHEN_EMBEDDED = "Holdfast <no-reply@holdfast.test>";

  @Bean
  Notifications notifications(Database database, Settings settings) {
    if (settings.isProduction() && !settings.mail().hasServer()) {
      LOG.warn("Mail is off: there is no HOLDFAST_MAIL_URL. Nobody is written to.");
    }
    return new PostgresNotifications(database);
  }

  @Bean
  NotificationDesk notificationDesk(Notifications notifications, QueryBus queries) {
    var desk = new NotificationDesk(notifications);
    desk.bind(queries);
    return desk;
  }

  @Bean
  RouteGroup notificationRoutes(QueryBus queries, Lists lists) {
    return new NotificationRoutes(queries, lists);
  }

  /** Making mails and sending them. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(MailIsOn.class)
  static class Sending {
    @Bean
    MailTexts mailTexts() {
      return new MailTexts();
    }

    @Bean
    MimeMails mimeMails(Settings settings, MailTexts texts) {
      var from = settings.mail().from();
      if (from == null && settings.isProduction()) {
        throw new SettingsException(
            "HOLDFAST_MAIL_URL needs HOLDFAST_MAIL_FROM: who mails come from");
      }
      try {
        return new MimeMails(
            from == null ? SENDER_WHEN_EMBEDDED : from, texts, new IcalInvitations());
      } catch (IllegalArgumentException malformed) {
        throw new SettingsException("HOLDFAST_MAIL_FROM " + malformed.getMessage());
      }
    }

    @Bean
    BookingStates bookingStates(JsonMapper storedJson) {
      return new StoredBookings(storedJson);
    }

    @Bean
    SendMails sendMails(
        Notifications notifications,
        EventLog log,
        BookingStates states,
        Catalogue catalogue,
        People people,
        BookingAccess access,
        BookingTexts texts,
        Mailer mailer,
        MeterRegistry meters,
        InstantSource clock) {
      var compose =
          new ComposeMails(
              log,
              states,
              catalogue,
              people::reachable,
              booking -> access.current(booking, Actor.system("mail")),
              texts::open,
              clock);
      return new SendMails(
          notifications, compose, mailer, SendMails.Settings.DEFAULT, new MailMeters(meters));
    }

    @Bean
    MailDelivery mailDelivery(SendMails sender) {
      return new MailDelivery(sender);
    }

    @Bean
    EventConsumer mailConsumer(
        LiveFeed feed,
        EventLog log,
        BookingStates states,
        Catalogue catalogue,
        Notifications notifications,
        SendMails sender,
        Checkpoints checkpoints,
        ConsumerWatch watch,
        Settings settings,
        InstantSource clock) {
      var rules = new MailRules(settings.mail().reminderBefore(), MailRules.NEWS_FOR);
      var plan = new PlanMails(log, states, catalogue, notifications, rules, clock, sender::wake);
      return FeedWiring.consumer("mail", plan, feed, checkpoints, watch, settings, clock);
    }
  }

  /** Over SMTP. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(MailIsOn.ToServer.class)
  static class ToServer {
    @Bean
    Mailer smtpMailer(Settings settings, MimeMails mails) {
      try {
        return new SmtpMailer(MailServer.at(String.valueOf(settings.mail().url())), mails);
      } catch (IllegalArgumentException malformed) {
        throw new SettingsException("HOLDFAST_MAIL_URL " + malformed.getMessage());
      }
    }
  }

  /** Into a mailbox here, with a page to look at it. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(MailIsOn.ToMailbox.class)
  static class ToMailbox {
    @Bean
    Mailbox mailbox(MimeMails mails) {
      return new Mailbox(mails);
    }

    @Bean
    MailboxEndpoint mailboxEndpoint(Mailbox mailbox, MailTexts templates) {
      return new MailboxEndpoint(new MailboxPages(mailbox, templates));
    }

    /** An endpoint cannot set a header, and without this one the pages could not even be styled. */
    @Bean
    WebFilter mailboxPolicy() {
      return (exchange, chain) -> {
        if (exchange.getRequest().getPath().value().startsWith(MailboxEndpoint.PATH)) {
          exchange.getResponse().getHeaders().set("Content-Security-Policy", MailboxPages.POLICY);
        }
        return chain.filter(exchange);
      };
    }
  }
}
