package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.shared.Precondition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;

class HeadersTest {
  private static ServerRequest request(String name, String... values) {
    var exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/").header(name, values));
    return ServerRequest.create(exchange, List.<HttpMessageReader<?>>of());
  }

  private static Precondition ifMatch(String... values) {
    return ETags.precondition(request("If-Match", values));
  }

  @Test
  void ifMatchIsReadAsRfc9110HasIt() {
    assertThat(ETags.precondition(request("X-Other", "1"))).isEqualTo(new Precondition.Absent());
    assertThat(ifMatch("*")).isEqualTo(new Precondition.Any());
    assertThat(ifMatch("\"3\"")).isEqualTo(new Precondition.Version(3));
    assertThat(ifMatch(" \"3\" ")).isEqualTo(new Precondition.Version(3));
    assertThat(ifMatch("W/\"3\"")).isEqualTo(new Precondition.Unmatchable());
    assertThat(ifMatch("\"abc\"")).isEqualTo(new Precondition.Unmatchable());
    assertThat(ifMatch("\"03\"")).isEqualTo(new Precondition.Unmatchable());
    assertThat(ifMatch("\"\"")).isEqualTo(new Precondition.Unmatchable());
    assertThat(ifMatch("\"2\", \"3\"")).isEqualTo(new Precondition.Version(3));
    assertThat(ifMatch("\"2\"", "W/\"9\",\"a,b\"")).isEqualTo(new Precondition.Version(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3", "\"3", "3\"", "\"3\",", ",\"3\"", "\"3\" \"4\"", "w/\"3\"", "*,\"3\"", ""})
  void anIfMatchThatIsNoTagIsMalformed(String value) {
    var refused = catchThrowableOfType(ProblemException.class, () -> ifMatch(value));
    assertThat(refused).isNotNull();
    assertThat(refused.problem().code()).isEqualTo("malformed-header");
  }

  @Test
  void anIdempotencyKeyIsOneHeaderOfVisibleAscii() {
    assertThat(IdempotencyKeys.required(request("Idempotency-Key", "k"))).isEqualTo("k");
    var longest = "~".repeat(255);
    assertThat(IdempotencyKeys.required(request("Idempotency-Key", longest))).isEqualTo(longest);
    for (var bad : new String[][] {{""}, {"a b"}, {"ü"}, {longest + "x"}, {"a", "a"}}) {
      var refused =
          catchThrowableOfType(
              ProblemException.class,
              () -> IdempotencyKeys.required(request("Idempotency-Key", bad)));
      assertThat(refused).isNotNull();
      assertThat(refused.problem().code()).isEqualTo("idempotency-key-invalid");
    }
  }
}
