package dev.holdfast.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The proxy of the repository in front of a server: its own configuration, on ports of its own. */
final class Nginx implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("../deploy/nginx");

  private final Path home;
  private final int port;
  private final Process process;

  private Nginx(Path binary, int server) {
    try {
      home = Files.createTempDirectory(Path.of("target"), "nginx-").toAbsolutePath();
      port = freePort();
      var own = freePort();
      var replacements =
          List.of(
              Map.entry("/tmp/", home + "/"),
              Map.entry("listen 8080 ", "listen 127.0.0.1:" + port + " "),
              Map.entry("127.0.0.1:8082", "127.0.0.1:" + own),
              Map.entry("/dev/stdout", home + "/access.log"),
              Map.entry("error_log stderr", "error_log " + home + "/error.log"),
              Map.entry("lingering_timeout           2s", "lingering_timeout 100ms"),
              Map.entry("worker_processes 2;", "worker_processes 1; daemon off;"),
              Map.entry("worker_connections 32768", "worker_connections 64"),
              Map.entry("worker_rlimit_nofile 65536", "worker_rlimit_nofile 256"),
              Map.entry("172.30.10.11:8080", "127.0.0.1:" + server),
              Map.entry("172.30.10.12:8080", "127.0.0.1:" + server),
              Map.entry("172.30.10.13:8080", "127.0.0.1:" + server));
      for (var file : List.of("nginx.conf", "upstream.conf")) {
        var text = Files.readString(CONFIGURATION.resolve(file));
        for (var replacement : replacements) {
          text = text.replace(replacement.getKey(), replacement.getValue());
        }
        Files.writeString(home.resolve(file), text);
      }
      process =
          new ProcessBuilder(
                  binary.toString(), "-c", home + "/nginx.conf", "-e", home + "/error.log")
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("output.log").toFile())
              .start();
      RunningHoldfast.eventually(() -> isListening(own), is -> is);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In front of a server on this port, where nginx is installed. */
  static Optional<Nginx> inFrontOf(int server) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(binary -> new Nginx(binary, server));
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** A line for each request that it has answered, by itself or with what the server said. */
  List<String> accessLog() {
    try {
      return Files.readAllLines(home.resolve("access.log"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
