package dev.holdfast.adapter.mail;

import static dev.holdfast.notification.NotificationFixtures.aMail;
import static dev.holdfast.notification.NotificationFixtures.anHour;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailPutOff;
import dev.holdfast.notification.MailRefused;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.shared.OutageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Against GreenMail over SMTP, and against a server that answers what it is told to. */
class SmtpMailerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static GreenMail greenMail(String protocol) {
    var setup = new ServerSetup(0, "127.0.0.1", protocol);
    setup.setServerStartupTimeout(20_000);
    var server = new GreenMail(setup);
    server.start();
    return server;
  }

  private static SmtpMailer mailer(String url) {
    var mails =
        new MimeMails("no-reply@example.org", new MailTexts(), (_, _, _, _) -> "BEGIN:VCALENDAR");
    return new SmtpMailer(MailServer.at(url), mails);
  }

  private static Mail aConfirmation() {
    return aMail(MailTemplate.CONFIRMED, anHour("Riverside Club", "Court 1"));
  }

  @Test
  void aMailArrivesAsItWasMade() throws Exception {
    var server = greenMail("smtp");
    var mail = aConfirmation();
    try (var mailer = mailer("smtp://127.0.0.1:" + server.getSmtp().getPort())) {
      StepVerifier.create(mailer.send(mail)).expectComplete().verify(PATIENCE);
      var arrived = server.getReceivedMessages();
      assertThat(arrived).hasSize(1);
      assertThat(arrived[0].getMessageID()).isEqualTo("<" + mail.id() + "@example.org>");
      assertThat(arrived[0].getSubject()).isEqualTo(mail.subject());
      assertThat(arrived[0].getAllRecipients()[0]).hasToString("Ada Lovelace <ada@example.org>");
    } finally {
      server.stop();
    }
  }

  @Test
  void whoMustSignInDoesAndWithTheWrongPasswordNothingCanBeSent() {
    var server = greenMail("smtp");
    server.getUserManager().setAuthRequired(true);
    server.setUser("holdfast@example.org", "holdfast", "pass:word");
    var at = "@127.0.0.1:" + server.getSmtp().getPort();
    try (var mailer = mailer("smtp://holdfast:pass%3Aword" + at);
        var stranger = mailer("smtp://holdfast:wrong" + at)) {
      StepVerifier.create(mailer.send(aConfirmation())).expectComplete().verify(PATIENCE);
      assertThat(server.getReceivedMessages()).hasSize(1);
      StepVerifier.create(stranger.send(aConfirmation()))
          .expectError(OutageException.class)
          .verify(PATIENCE);
    } finally {
      server.stop();
    }
  }

  @Test
  void aServerThatCannotProveWhoItIsGetsNothing() {
    var server = greenMail("smtps");
    try (var mailer = mailer("smtps://127.0.0.1:" + server.getSmtps().getPort())) {
      StepVerifier.create(mailer.send(aConfirmation()))
          .expectError(OutageException.class)
          .verify(PATIENCE);
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void withoutAServerItIsAnOutageAndOnceItIsThereTheMailArrives() {
    var server = greenMail("smtp");
    var port = server.getSmtp().getPort();
    server.stop();
    try (var mailer = mailer("smtp://127.0.0.1:" + port)) {
      StepVerifier.create(mailer.send(aConfirmation()))
          .expectErrorSatisfies(
              failure ->
                  assertThat(failure)
                      .isInstanceOf(OutageException.class)
                      .hasStackTraceContaining("Connect"))
          .verify(PATIENCE);
      var later = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
      later.start();
      try {
        StepVerifier.create(mailer.send(aConfirmation())).expectComplete().verify(PATIENCE);
        assertThat(later.getReceivedMessages()).hasSize(1);
      } finally {
        later.stop();
      }
    }
  }

  @Test
  void whatTheServerSaysOfTheMailIsSaidOfTheMail() throws IOException {
    assertThat(answered("RCPT", "550 5.1.1 ada@example.org is unknown"))
        .isInstanceOf(MailRefused.class)
        .hasMessage("550");
    assertThat(answered("RCPT", "451 4.7.1 ada@example.org, come back later"))
        .isInstanceOf(MailPutOff.class)
        .hasMessage("451");
    assertThat(answered("DATA", "554 5.7.1 no")).isInstanceOf(MailRefused.class);
    assertThat(answered(".", "552 5.2.2 too much")).isInstanceOf(MailRefused.class);
    assertThat(answered(".", "452 4.3.1 the disk is full")).isInstanceOf(MailPutOff.class);
    assertThat(answered("RCPT", "")).as("it hangs up").isInstanceOf(MailPutOff.class);
  }

  @Test
  void whatWouldBeSaidOfAnyMailIsAnOutage() throws IOException {
    assertThat(answered("220", "554 5.3.2 no service")).isInstanceOf(OutageException.class);
    assertThat(answered("MAIL", "550 5.7.1 no-reply@example.org may not send"))
        .isInstanceOf(OutageException.class);
    assertThat(answered("MAIL", "421 4.3.2 going down")).isInstanceOf(OutageException.class);
  }

  @Test
  void noFailureRepeatsTheAddress() throws IOException {
    for (var command : List.of("MAIL", "RCPT", "DATA", ".")) {
      var failure = answered(command, "550 5.1.1 <ada@example.org> is unknown");
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain("ada");
      }
    }
  }

  /** What becomes of a mail when one command gets this answer. */
  private static Throwable answered(String command, String answer) throws IOException {
    try (var server = new ScriptedServer(Map.of(command, answer));
        var mailer = mailer("smtp://127.0.0.1:" + server.port())) {
      return mailer
          .send(aConfirmation())
          .then(Mono.<Throwable>empty())
          .onErrorResume(Mono::just)
          .blockOptional(PATIENCE)
          .orElseThrow(() -> new AssertionError("it was sent"));
    }
  }

  @Test
  void manyMailsShareFewConnectionsAndEachStillArrives() throws IOException {
    try (var server = new ScriptedServer(Map.of());
        var mailer = mailer("smtp://127.0.0.1:" + server.port())) {
      StepVerifier.create(
              Flux.range(0, 40).flatMap(_ -> mailer.send(aConfirmation()).thenReturn(1), 4))
          .expectNextCount(40)
          .expectComplete()
          .verify(PATIENCE);
      assertThat(server.mails()).isEqualTo(40);
      assertThat(server.connections()).isBetween(1, 4);
    }
  }

  @Test
  void aConnectionThatHasBrokenMeanwhileIsReplaced() throws IOException {
    try (var server = new ScriptedServer(Map.of("NOOP", ""));
        var mailer = mailer("smtp://127.0.0.1:" + server.port())) {
      StepVerifier.create(mailer.send(aConfirmation()).then(mailer.send(aConfirmation())))
          .expectComplete()
          .verify(PATIENCE);
      assertThat(server.mails()).isEqualTo(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** Takes every mail, but for one command that gets another answer; an empty one hangs up. */
  private static final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> script;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger mails = new AtomicInteger();

    ScriptedServer(Map<String, String> script) throws IOException {
      this.script = script;
      Schedulers.boundedElastic().schedule(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    int connections() {
      return connections.get();
    }

    int mails() {
      return mails.get();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          var client = socket.accept();
          connections.incrementAndGet();
          Schedulers.boundedElastic().schedule(() -> talk(client));
        } catch (IOException _) {
          return;
        }
      }
    }

    private void talk(Socket client) {
      try (client;
          var reader =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
        say(client, script.getOrDefault("220", "220 here"));
        var isData = false;
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
          if (isData && !line.equals(".")) {
            continue;
          }
          var command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
          var answer = script.getOrDefault(command, usual(command));
          isData = command.equals("DATA") && answer.startsWith("354");
          if (answer.isEmpty()) {
            return;
          }
          say(client, answer);
        }
      } catch (IOException _) {
        // the other side has had enough
      }
    }

    private String usual(String command) {
      if (command.equals(".")) {
        mails.incrementAndGet();
      }
      return command.equals("DATA") ? "354 go on" : "250 yes";
    }

    private static void say(Socket client, String line) throws IOException {
      client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
