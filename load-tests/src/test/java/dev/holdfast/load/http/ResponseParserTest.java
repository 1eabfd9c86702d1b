package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
  private static final String WITH_LENGTH =
      """
      HTTP/1.1 201 Created\r
      Content-Type: application/json\r
      content-length: 5\r
      \r
      hello\
      """;
  private static final String IN_CHUNKS =
      """
      HTTP/1.1 200 OK\r
      Transfer-Encoding: chunked\r
      Connection: close\r
      \r
      3\r
      hel\r
      A;x=y\r
      lo, world!\r
      0\r
      Trailer: x\r
      \r
      """;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ResponseParser parser =
      new ResponseParser((bytes, from, to) -> body.write(bytes, from, to - from));

  private int read(String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return parser.read(bytes, 0, bytes.length);
  }

  private String body() {
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anAnswerEndsAfterItsLength() {
    assertThat(read(WITH_LENGTH)).isEqualTo(WITH_LENGTH.length());
    assertThat(parser.isComplete()).isTrue();
    assertThat(parser.status()).isEqualTo(201);
    assertThat(parser.isClosing()).isFalse();
    assertThat(body()).isEqualTo("hello");
  }

  @Test
  void anAnswerInChunksEndsAfterItsTrailer() {
    assertThat(read(IN_CHUNKS)).isEqualTo(IN_CHUNKS.length());
    assertThat(parser.isComplete()).isTrue();
    assertThat(parser.isClosing()).isTrue();
    assertThat(body()).isEqualTo("hello, world!");
  }

  @Test
  void whereAnAnswerIsCutDoesNotMatter() {
    for (var answer : new String[] {WITH_LENGTH, IN_CHUNKS}) {
      for (int cut = 1; cut < answer.length(); cut++) {
        parser.reset();
        body.reset();
        read(answer.substring(0, cut));
        assertThat(parser.isComplete()).isFalse();
        read(answer.substring(cut));
        assertThat(parser.isComplete()).isTrue();
        assertThat(body()).startsWith("hello");
      }
    }
  }

  @Test
  void whatComesAfterTheEndIsLeft() {
    assertThat(read(WITH_LENGTH + "HTTP/1.1 200 OK\r\n")).isEqualTo(WITH_LENGTH.length());
  }

  @Test
  void anAnswerWithoutABodyEndsWithItsHead() {
    read("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(parser.isComplete()).isTrue();
  }

  @Test
  void whatOnlyAnnouncesAnAnswerIsNone() {
    read("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(parser.isComplete()).isFalse();
    read(WITH_LENGTH);
    assertThat(parser.status()).isEqualTo(201);
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    assertThatIllegalStateException().isThrownBy(() -> read("<html>\r\n"));
  }
}
