package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Traffic GET =
      request ->
          request.put("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private LoadGenerator generator;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int count = asked.incrementAndGet();
          if (count % 10 == 0) {
            exchange.getResponseHeaders().add("Connection", "close");
          }
          exchange.sendResponseHeaders(count == 1 ? 201 : 409, 0);
          exchange.getResponseBody().write("one\ntwo\n".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
    generator = new LoadGenerator(server.getAddress());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aBurstSendsAsManyAsItSaysAlsoWhenConnectionsEnd() {
    var tally = generator.run(Load.burst(7, 100, Duration.ofSeconds(30)), GET);
    assertThat(asked).hasValue(100);
    assertThat(tally.statuses()).isEqualTo("201: 1, 409: 99");
  }

  @Test
  void whoWantsToKnowIsToldOfEachAnswer() {
    var bodies = new ArrayList<String>();
    generator.run(
        Load.burst(3, 20, Duration.ofSeconds(30)),
        GET,
        (status, body) -> bodies.add(status + " " + body));
    assertThat(bodies)
        .hasSize(20)
        .contains("201 one\ntwo\n")
        .allMatch(body -> body.endsWith(" one\ntwo\n"));
  }

  @Test
  void atARateAllThatIsDueIsSent() {
    var tally = generator.run(Load.open(4, 200, Duration.ofMillis(500)), GET);
    assertThat(tally.count()).isEqualTo(101);
  }

  @Test
  void anAnswerIsTakenLineByLine() throws IOException {
    var lines = new ArrayList<String>();
    try (var exchange = new Exchange(server.getAddress(), Duration.ofSeconds(30))) {
      exchange.head("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n");
      exchange.line("sent");
      exchange.end();
      assertThat(exchange.read(0, lines::add)).isEqualTo(201);
    }
    assertThat(lines).containsExactly("one", "two");
  }
}
