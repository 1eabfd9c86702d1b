package dev.holdfast.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A connection on which a test says what no HTTP client would; a character is a byte. */
final class RawHttp implements AutoCloseable {
  /** The status where nothing comes in time. */
  static final int NOTHING = -1;

  private static final int PATIENCE_MS = 8_000;

  private final Socket socket;
  private final InputStream in;

  RawHttp(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What came back.
   *
   * @param status 0 for an answer of HTTP/0.9, which is a body and nothing else
   * @param headers by name in any case, lines of one name joined
   */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Sends as much as the other side takes; one that has refused the beginning reads no more. */
  void send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    } catch (SocketException _) {
      // Its answer tells why.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next final answer, or empty where the other side has closed the connection instead.
   *
   * @param toHead whether it answers HEAD, and so has no body
   */
  Optional<Answer> read(boolean toHead) {
    try {
      var line = line();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      if (!line.startsWith("HTTP/")) {
        return Optional.of(new Answer(0, Map.of(), line + text(in.readAllBytes())));
      }
      var status = Integer.parseInt(line.split(" ", -1)[1]);
      var headers = headers();
      return status < 200
          ? read(toHead)
          : Optional.of(new Answer(status, headers, toHead ? "" : body(headers)));
    } catch (SocketException _) {
      return Optional.empty();
    } catch (SocketTimeoutException _) {
      return Optional.of(new Answer(NOTHING, Map.of(), "neither an answer nor an end"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> headers() throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var field = line(); !field.isEmpty(); field = line()) {
      var colon = field.indexOf(':');
      headers.merge(
          field.substring(0, colon), field.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private String body(Map<String, String> headers) throws IOException {
    if (!headers.containsKey("Transfer-Encoding")) {
      return text(in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0"))));
    }
    var body = new StringBuilder();
    while (true) {
      var size = Integer.parseInt(line(), 16);
      body.append(text(in.readNBytes(size)));
      line();
      if (size == 0) {
        return body.toString();
      }
    }
  }

  /** Without its end; empty at the end of all. */
  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return text(line.toByteArray());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
