package dev.holdfast.adapter.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Speaks HTTP/1.1 byte by byte, so that a test can send what no decent client would. */
final class Wire implements AutoCloseable {
  private static final int READ_TIMEOUT_MS = 15_000;

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  /** What came back; header names in lower case. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    JsonNode json() {
      return Json.mapper().readTree(body);
    }

    /** The code of a problem, or the empty string. */
    String code() {
      return header("Content-Type").startsWith("application/problem+json")
          ? json().path("code").asString("")
          : "";
    }

    /** Each failure as {@code pointer code}. */
    List<String> errors() {
      var all = new ArrayList<String>();
      for (var error : json().path("errors")) {
        all.add(error.path("pointer").asString("") + " " + error.path("code").asString(""));
      }
      return all;
    }
  }

  static Wire to(int port) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(READ_TIMEOUT_MS);
      return new Wire(socket);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** One request without a body on a connection of its own. */
  static Answer get(int port, String target, String... headers) {
    return exchange(port, "GET", target, new byte[0], headers);
  }

  /** One request with a body of known length on a connection of its own. */
  static Answer exchange(int port, String method, String target, byte[] body, String... headers) {
    try (var wire = to(port)) {
      var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
      for (var header : headers) {
        head.append(header).append("\r\n");
      }
      if (body.length > 0) {
        head.append("Content-Length: ").append(body.length).append("\r\n");
      }
      wire.send(head.append("\r\n").toString());
      wire.send(body);
      return wire.read(method.equals("HEAD"));
    }
  }

  /** As above with the body cut into chunks of so many bytes. */
  static Answer chunked(
      int port, String method, String target, byte[] body, int size, String... headers) {
    try (var wire = to(port)) {
      var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
      for (var header : headers) {
        head.append(header).append("\r\n");
      }
      wire.send(head.append("Transfer-Encoding: chunked\r\n\r\n").toString());
      for (var at = 0; at < body.length; at += size) {
        wire.sendChunk(body, at, Math.min(size, body.length - at));
      }
      wire.send("0\r\n\r\n");
      return wire.read(false);
    }
  }

  void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  void sendChunk(byte[] bytes, int from, int length) {
    var chunk = new ByteArrayOutputStream();
    chunk.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.write(bytes, from, length);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    send(chunk.toByteArray());
  }

  /** The next answer on this connection. */
  Answer read(boolean headOnly) {
    try {
      var in = socket.getInputStream();
      var status = Integer.parseInt(line(in).split(" ", -1)[1]);
      var headers = new TreeMap<String, List<String>>();
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        var colon = line.indexOf(':');
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
      if (status == 100) {
        return read(headOnly);
      }
      var body = headOnly ? "" : body(in, headers);
      return new Answer(status, headers, body);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String body(InputStream in, Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      var length = Integer.parseInt(headers.get("content-length").getFirst());
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
    if (!headers.containsKey("transfer-encoding")) {
      return "";
    }
    var all = new ByteArrayOutputStream();
    while (true) {
      var size = Integer.parseInt(line(in), 16);
      all.writeBytes(in.readNBytes(size));
      line(in);
      if (size == 0) {
        return all.toString(StandardCharsets.UTF_8);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection after: " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Whether the server closes this connection before the read timeout. */
  boolean isClosedByServer() {
    try {
      var in = socket.getInputStream();
      while (in.read() >= 0) {
        // what is left of an answer
      }
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true; // reset
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
