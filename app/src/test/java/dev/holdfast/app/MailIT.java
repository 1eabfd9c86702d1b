package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What somebody who signs up, books, moves and cancels gets by mail, over HTTP and SMTP. */
class MailIT {
  private static final String PASSWORD = "a long walk along the river";
  private static final Duration HOUR = Duration.ofHours(1);

  private static final GreenMail SERVER = server(0);
  private static final RunningHoldfast HOLDFAST = started();

  private static GreenMail server(int port) {
    var setup = new ServerSetup(port, "127.0.0.1", "smtp");
    setup.setServerStartupTimeout(20_000);
    var server = new GreenMail(setup);
    server.start();
    return server;
  }

  private static RunningHoldfast started() {
    return RunningHoldfast.start(
        "--holdfast.mail.url=smtp://127.0.0.1:" + SERVER.getSmtp().getPort(),
        "--holdfast.mail.from=Riverside <no-reply@riverside.test>");
  }

  @AfterAll
  static void stop() {
    HOLDFAST.close();
    SERVER.stop();
  }

  private final String email = "guest." + UUID.randomUUID() + "@example.org";

  private String signedUp(RunningHoldfast holdfast) {
    var person =
        Map.of("email", email, "password", PASSWORD, "firstName", "Ada", "lastName", "Guest");
    holdfast
        .client()
        .post()
        .uri("/v1/users")
        .bodyValue(person)
        .exchange()
        .expectStatus()
        .isCreated();
    return holdfast.logIn(email, PASSWORD);
  }

  private static WebTestClient.ResponseSpec list(
      RunningHoldfast holdfast, String token, String query) {
    return holdfast
        .client()
        .get()
        .uri("/v1/notifications" + query)
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }

  /** Each of one's notifications in a word, in the order of their making. */
  private static List<String> told(RunningHoldfast holdfast, String token) {
    return json(list(holdfast, token, "").expectStatus().isOk())
        .path("items")
        .valueStream()
        .sorted((one, other) -> instant(one).compareTo(instant(other)))
        .map(it -> it.path("template").asString() + " " + it.path("status").asString())
        .toList();
  }

  private static Instant instant(JsonNode notification) {
    return Instant.parse(notification.path("createdAt").asString());
  }

  private List<MimeMessage> arrived(GreenMail server) {
    return server.findReceivedMessages(user -> user.getEmail().equals(email), _ -> true).toList();
  }

  private static Map<String, String> calendar(MimeMessage mail) throws Exception {
    var parts = (MimeMultipart) mail.getContent();
    var file = parts.getBodyPart(1);
    assertThat(file.getFileName()).isEqualTo("booking.ics");
    var text = new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var calendar = new CalendarBuilder().build(new StringReader(text));
    var event = calendar.getComponents().getFirst();
    var facts = new HashMap<String, String>();
    facts.put("METHOD", calendar.getRequiredProperty(Property.METHOD).getValue());
    for (var name : List.of(Property.UID, Property.SEQUENCE, Property.DTSTART)) {
      facts.put(name, event.getRequiredProperty(name).getValue());
    }
    return facts;
  }

  @Test
  void aWholeJourneyIsToldInOrder() throws Exception {
    var stage = new Stage(HOLDFAST);
    var token = signedUp(HOLDFAST);
    eventually(() -> arrived(SERVER), mails -> mails.size() == 1);
    var ten = tenOClock(40);
    var court = stage.resource(Map.of("name", "Court \"1\" <b>", "price", price()));
    var id =
        stage
            .booked(token, Map.of("items", List.of(stage.item(court, ten, HOUR))))
            .path("id")
            .asString();
    assertThat(stage.move(token, id, "*", stage.item(court, ten.plus(HOUR), HOUR)).status())
        .isEqualTo(200);
    assertThat(stage.change(token, id, "cancel", "*", Map.of("reason", "It rains.")).status())
        .isEqualTo(200);

    var mails = eventually(() -> arrived(SERVER), found -> found.size() == 4);
    assertThat(mails)
        .extracting(mail -> mail.getSubject().replaceFirst(" at Stage, .*", ""))
        .containsExactly(
            "Welcome to Holdfast",
            "Confirmed: Court \"1\" <b>",
            "Moved: Court \"1\" <b>",
            "Cancelled: Court \"1\" <b>");
    assertThat(mails)
        .allSatisfy(
            mail -> {
              assertThat(mail.getFrom()[0]).hasToString("Riverside <no-reply@riverside.test>");
              assertThat(mail.getAllRecipients()[0]).hasToString("Ada Guest <" + email + ">");
            });
    assertThat(mails).extracting(MimeMessage::getMessageID).doesNotHaveDuplicates();
    var uid = id + "@holdfast.dev";
    assertThat(calendar(mails.get(1)))
        .containsAllEntriesOf(Map.of("METHOD", "REQUEST", "UID", uid, "SEQUENCE", "1"));
    assertThat(calendar(mails.get(2)))
        .containsAllEntriesOf(
            Map.of(
                "METHOD",
                "REQUEST",
                "UID",
                uid,
                "SEQUENCE",
                "2",
                "DTSTART",
                ten.plus(HOUR).toString().replaceAll("[-:]", "")));
    assertThat(calendar(mails.get(3)))
        .containsAllEntriesOf(Map.of("METHOD", "CANCEL", "UID", uid, "SEQUENCE", "3"));

    var told =
        eventually(
            () -> told(HOLDFAST, token), all -> all.stream().noneMatch(it -> it.contains("PEND")));
    assertThat(told)
        .containsExactlyInAnyOrder(
            "welcome SENT",
            "confirmed SENT",
            "reminder CANCELLED",
            "rescheduled SENT",
            "reminder CANCELLED",
            "cancelled SENT");
  }

  private static Map<String, String> price() {
    return Map.of("amount", "24.00", "currency", "EUR", "per", "HOUR");
  }

  @Test
  void theListIsOnesOwnInPagesOrAsLines() {
    var token = signedUp(HOLDFAST);
    var stage = new Stage(HOLDFAST);
    stage.booked(
        token, Map.of("items", List.of(stage.item(stage.resource(Map.of()), tenOClock(41), HOUR))));
    eventually(
        () -> told(HOLDFAST, token),
        all -> all.stream().filter(it -> it.endsWith("SENT")).count() == 2);
    var first = json(list(HOLDFAST, token, "?limit=2").expectStatus().isOk());
    assertThat(first.path("items")).hasSize(2);
    var cursor = first.path("nextCursor").asString();
    var second = json(list(HOLDFAST, token, "?cursor=" + cursor).expectStatus().isOk());
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("items").path(0).path("template").asString()).isEqualTo("welcome");
    assertThat(second.path("nextCursor").isNull()).isTrue();
    var lines =
        HOLDFAST
            .client()
            .get()
            .uri("/v1/notifications")
            .headers(headers -> headers.setBearerAuth(token))
            .accept(MediaType.APPLICATION_NDJSON)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody()
            .collectList()
            .block();
    assertThat(lines).hasSize(3);
    assertThat(told(HOLDFAST, new Stage(HOLDFAST).newcomer())).hasSizeLessThan(2);
    list(HOLDFAST, token, "?status=SENT").expectStatus().isBadRequest();
    HOLDFAST.client().get().uri("/v1/notifications").exchange().expectStatus().isUnauthorized();
  }

  @Test
  void whileNoServerIsThereBookingsGoOnAndMailsWait() {
    var gone = server(0);
    var port = gone.getSmtp().getPort();
    gone.stop();
    try (var holdfast = RunningHoldfast.start("--holdfast.mail.url=smtp://127.0.0.1:" + port)) {
      var stage = new Stage(holdfast);
      var token = signedUp(holdfast);
      stage.booked(
          token,
          Map.of("items", List.of(stage.item(stage.resource(Map.of()), tenOClock(42), HOUR))));
      eventually(() -> told(holdfast, token), all -> all.contains("confirmed PENDING"));
      var there = server(port);
      try {
        var mails = eventually(() -> arrived(there), found -> found.size() == 2);
        assertThat(mails).hasSize(2);
        eventually(() -> told(holdfast, token), all -> all.contains("confirmed SENT"));
      } finally {
        there.stop();
      }
    }
  }

  @Test
  void inEmbeddedModeMailsCanBeReadOnThisMachine() {
    try (var holdfast = RunningHoldfast.start()) { // where nobody else is written to
      var token = signedUp(holdfast);
      eventually(() -> told(holdfast, token), all -> all.contains("welcome SENT"));
      var mailbox = "http://127.0.0.1:" + holdfast.managementPort() + "/actuator/mailbox";
      var list = page(mailbox);
      assertThat(list).contains("Welcome to Holdfast", email);
      var row = list.substring(list.indexOf(email));
      var id = row.substring(row.indexOf("mailbox/") + 8).substring(0, 36);
      assertThat(page(mailbox + "/" + id))
          .contains("Hello Ada,", "<iframe sandbox=\"\"", "Message-ID: &lt;" + id)
          .doesNotContain("<script");
      for (var unknown : List.of("/" + UUID.randomUUID(), "/nothing")) {
        client().get().uri(mailbox + unknown).exchange().expectStatus().isNotFound();
      }
    }
    client()
        .get()
        .uri("http://127.0.0.1:" + HOLDFAST.managementPort() + "/actuator/mailbox")
        .exchange()
        .expectStatus()
        .isUnauthorized();
  }

  private static WebTestClient client() {
    return WebTestClient.bindToServer().build();
  }

  private static String page(String url) {
    return String.valueOf(
        client()
            .get()
            .uri(url)
            .accept(MediaType.TEXT_HTML)
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentTypeCompatibleWith(MediaType.TEXT_HTML)
            .expectHeader()
            .valueMatches(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'.*")
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }
}
