package dev.holdfast.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.holdfast.notification.PublicInternet;
import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.WebhookReply.Outcome;
import dev.holdfast.notification.WebhookTarget;
import dev.holdfast.notification.port.WebhookSender.Message;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class HttpWebhookSenderTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String BODY = "{\"id\":\"1-2\",\"note\":\"Grüße\"}";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final LoopResources LOOPS = LoopResources.create("webhook-test", 1, true);

  private final List<DisposableServer> servers = new ArrayList<>();
  private final List<AutoCloseable> senders = new ArrayList<>();
  private final ScriptedNames names = new ScriptedNames();
  private final AtomicInteger connections = new AtomicInteger();

  @AfterEach
  void end() throws Exception {
    for (var sender : senders) {
      sender.close();
    }
    servers.forEach(DisposableServer::disposeNow);
  }

  private HttpServer server() {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .doOnChannelInit((_, _, _) -> connections.incrementAndGet());
  }

  private int started(
      HttpServer server,
      BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
    var bound = server.handle(handler).bindNow();
    servers.add(bound);
    return bound.port();
  }

  private int receiver(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
    return started(server(), handler);
  }

  private HttpWebhookSender sender(
      Duration timeout, Predicate<InetAddress> allowed, Certificates of) throws Exception {
    return kept(
        new HttpWebhookSender(
            LOOPS,
            names,
            allowed,
            of.client(),
            new HttpWebhookSender.Settings(timeout, 64 * 1024)));
  }

  /** As the server has it, but for who is asked for names. */
  private HttpWebhookSender sender(Duration timeout) {
    try {
      var trust = SslContextBuilder.forClient().build();
      return kept(
          new HttpWebhookSender(
              LOOPS,
              names,
              PublicInternet::contains,
              trust,
              new HttpWebhookSender.Settings(timeout, 64 * 1024)));
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  private HttpWebhookSender kept(HttpWebhookSender sender) {
    senders.add(sender);
    return sender;
  }

  private static Message message(String url, boolean isLoopback, String... secrets) {
    return new Message(
        new WebhookTarget(URI.create(url), isLoopback),
        "1-2",
        Instant.now(),
        BODY,
        List.of(secrets));
  }

  private static Message inside(int port, String path) {
    return message("http://127.0.0.1:" + port + path, true, SECRET);
  }

  private static void assertReply(Mono<WebhookReply> sending, WebhookReply reply) {
    StepVerifier.create(sending).expectNext(reply).expectComplete().verify(PATIENCE);
  }

  private static WebhookReply none(Outcome outcome) {
    return WebhookReply.unanswered(outcome);
  }

  /** A request as it came in. */
  private record Seen(String method, String uri, Map<String, List<String>> headers, String body) {
    static Mono<Seen> of(HttpServerRequest request) {
      var headers = new HashMap<String, List<String>>();
      for (var name : request.requestHeaders().names()) {
        headers.put(name.toLowerCase(Locale.ROOT), request.requestHeaders().getAll(name));
      }
      return request
          .receive()
          .aggregate()
          .asString(UTF_8)
          .map(body -> new Seen(request.method().name(), request.uri(), headers, body));
    }

    String header(String name) {
      return Objects.requireNonNull(headers.get(name)).getFirst();
    }
  }

  @Test
  void whatIsSentIsSignedAsStandardWebhooksHasIt() throws Exception {
    var seen = new CopyOnWriteArrayList<Seen>();
    var port =
        receiver((request, response) -> Seen.of(request).doOnNext(seen::add).then(response.send()));
    var sender = sender(PATIENCE);
    assertReply(sender.send(inside(port, "/hooks?a=b")), WebhookReply.answered(200));
    var one = seen.getFirst();
    assertThat(one.method()).isEqualTo("POST");
    assertThat(one.uri()).isEqualTo("/hooks?a=b");
    assertThat(one.body()).isEqualTo(BODY);
    assertThat(one.headers().keySet())
        .containsExactlyInAnyOrder(
            "host",
            "accept",
            "user-agent",
            "content-type",
            "content-length",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");
    assertThat(one.header("user-agent")).isEqualTo("Holdfast-Webhooks");
    assertThat(one.header("content-type")).isEqualTo("application/json");
    assertThat(one.header("webhook-id")).isEqualTo("1-2");
    new Webhook(SECRET).verify(one.body(), one.headers());
  }

  @Test
  void eachOfTwoSecretsVerifiesWhatBothHaveSigned() throws Exception {
    var seen = new CopyOnWriteArrayList<Seen>();
    var port =
        receiver((request, response) -> Seen.of(request).doOnNext(seen::add).then(response.send()));
    var url = "http://localhost:" + port + "/";
    assertReply(
        sender(PATIENCE).send(message(url, true, SECRET, OLD_SECRET)), WebhookReply.answered(200));
    var one = seen.getFirst();
    assertThat(one.header("webhook-signature")).matches("v1,[^ ]+ v1,[^ ]+");
    new Webhook(SECRET).verify(one.body(), one.headers());
    new Webhook(OLD_SECRET).verify(one.body(), one.headers());
  }

  /** The example of the library's own tests. */
  @Test
  void signaturesAreThoseOfTheSpecification() {
    var message =
        new Message(
            new WebhookTarget(URI.create("https://example.com"), false),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1_614_265_330),
            "{\"test\": 2432232314}",
            List.of(SECRET));
    assertThat(Signatures.of(message)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aRedirectionIsAnAnswerAndNotFollowed() {
    var followed = new AtomicInteger();
    var port =
        receiver(
            (request, response) -> {
              if (request.uri().equals("/inside")) {
                followed.incrementAndGet();
              }
              return response.sendRedirect("/inside");
            });
    assertReply(sender(PATIENCE).send(inside(port, "/")), WebhookReply.answered(302));
    assertThat(followed).hasValue(0);
  }

  @Test
  void aReceiverThatHangsIsLeftWhenTheTimeIsUp() {
    var left = Sinks.<Boolean>one();
    var port =
        receiver(
            (_, response) -> {
              response.withConnection(c -> c.onDispose(() -> left.tryEmitValue(true)));
              return Mono.never();
            });
    assertReply(sender(Duration.ofMillis(300)).send(inside(port, "/")), none(Outcome.TIMED_OUT));
    StepVerifier.create(left.asMono()).expectNext(true).expectComplete().verify(PATIENCE);
  }

  @Test
  void anAnswerThatTricklesIsLeftWhenTheTimeIsUp() {
    var port =
        receiver(
            (_, response) ->
                response.sendString(
                    Flux.interval(Duration.ofMillis(20)).onBackpressureDrop().map(_ -> "."),
                    UTF_8));
    assertReply(sender(Duration.ofMillis(400)).send(inside(port, "/")), none(Outcome.TIMED_OUT));
  }

  @Test
  void ofAnEndlessAnswerOnlySoMuchIsRead() {
    var written = new AtomicLong();
    var left = Sinks.<Boolean>one();
    var port =
        receiver(
            (_, response) -> {
              response.withConnection(c -> c.onDispose(() -> left.tryEmitValue(true)));
              return response.send(
                  Flux.<Integer>generate(sink -> sink.next(0))
                      .map(_ -> Unpooled.wrappedBuffer(new byte[8 * 1024]))
                      .doOnNext(_ -> written.addAndGet(8 * 1024)));
            });
    assertReply(sender(PATIENCE).send(inside(port, "/")), WebhookReply.answered(200));
    StepVerifier.create(left.asMono()).expectNext(true).expectComplete().verify(PATIENCE);
    // What the two sockets hold is beyond our reach.
    assertThat(written.get()).isLessThan(16L * 1024 * 1024);
  }

  @Test
  void aConnectionIsUsedAgainAfterAShortAnswer() {
    var port = receiver((_, response) -> response.sendString(Mono.just("thanks"), UTF_8));
    var sender = sender(PATIENCE);
    assertReply(sender.send(inside(port, "/")), WebhookReply.answered(200));
    assertReply(sender.send(inside(port, "/")), WebhookReply.answered(200));
    assertThat(connections).hasValue(1);
  }

  @Test
  void nobodyThereIsNoAnswer() {
    var port = receiver((_, response) -> response.send());
    servers.getFirst().disposeNow();
    assertReply(sender(PATIENCE).send(inside(port, "/")), none(Outcome.UNREACHABLE));
  }

  @Test
  void aNameThatNobodyKnowsIsNoAnswer() {
    assertReply(
        sender(PATIENCE).send(message("https://nowhere.example/", false, SECRET)),
        none(Outcome.UNREACHABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "fd00::1",
        "8.8.8.8 127.0.0.1",
        "127.0.0.1 8.8.8.8"
      })
  void aNameThatLeadsInwardIsNotDialled(String addresses) {
    var port = receiver((_, response) -> response.send());
    names.answer("trap.example", addresses.split(" ", -1));
    assertReply(
        sender(PATIENCE).send(message("https://trap.example:" + port + "/", false, SECRET)),
        none(Outcome.FORBIDDEN));
    assertThat(connections).hasValue(0);
  }

  /** What a name led to when it was registered, or a moment ago, says nothing about now. */
  @Test
  void aNameThatTurnsInwardIsNotDialled() throws Exception {
    var port = receiver((_, response) -> response.send());
    var sender = sender(Duration.ofMillis(500));
    names.answer("rebind.example", "192.0.2.1").answer("rebind.example", "127.0.0.1");
    var url = "https://rebind.example:" + port + "/";
    assertReply(sender.send(message(url, false, SECRET)), none(Outcome.FORBIDDEN));
    assertReply(sender.send(message(url, false, SECRET)), none(Outcome.FORBIDDEN));
    assertThat(names.questions()).isEqualTo(2);
    assertThat(connections).hasValue(0);
  }

  /** A literal is never looked up, so that only the last look is left. */
  @Test
  void anAddressThatLeadsInwardIsNotDialledHoweverItCameHere() {
    var port = receiver((_, response) -> response.send());
    assertReply(
        sender(PATIENCE).send(message("https://127.0.0.1:" + port + "/", false, SECRET)),
        none(Outcome.FORBIDDEN));
    assertThat(connections).hasValue(0);
  }

  @Test
  void theDevelopersWayReachesTheLoopbackOnly() {
    names.answer("elsewhere.example", "127.0.0.1");
    assertReply(
        sender(PATIENCE).send(message("http://elsewhere.example:9000/", true, SECRET)),
        none(Outcome.UNREACHABLE));
    assertReply(
        sender(PATIENCE).send(message("http://192.0.2.1:9000/", true, SECRET)),
        none(Outcome.FORBIDDEN));
  }

  @Test
  void theAddressThatWasJudgedIsDialledAndTheCertificateIsTheNames(@TempDir Path folder)
      throws Exception {
    var certificates = Certificates.of("hooks.example", folder);
    var seen = new CopyOnWriteArrayList<Seen>();
    var port =
        started(
            server().secure(tls -> tls.sslContext(certificates.server())),
            (request, response) -> Seen.of(request).doOnNext(seen::add).then(response.send()));
    var sender = sender(PATIENCE, _ -> true, certificates);
    // Asked once; had it been asked twice, the second answer would have been none.
    names.answer("hooks.example", "127.0.0.1");
    assertReply(
        sender.send(message("https://hooks.example:" + port + "/", false, SECRET)),
        WebhookReply.answered(200));
    assertThat(names.questions()).isEqualTo(1);
    assertThat(seen.getFirst().header("host")).isEqualTo("hooks.example:" + port);

    names.answer("other.example", "127.0.0.1");
    assertReply(
        sender.send(message("https://other.example:" + port + "/", false, SECRET)),
        none(Outcome.UNREACHABLE));
    assertThat(seen).hasSize(1);
  }

  @Test
  void aCertificateThatNobodyTrustsIsNoAnswer(@TempDir Path folder) throws Exception {
    var port =
        started(
            server().secure(tls -> tls.sslContext(certificate(folder.resolve("a")).server())),
            (_, response) -> response.send());
    var sender = sender(PATIENCE, _ -> true, certificate(folder.resolve("b")));
    names.answer("hooks.example", "127.0.0.1");
    assertReply(
        sender.send(message("https://hooks.example:" + port + "/", false, SECRET)),
        none(Outcome.UNREACHABLE));
  }

  private static Certificates certificate(Path folder) {
    try {
      return Certificates.of("hooks.example", Files.createDirectories(folder));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
