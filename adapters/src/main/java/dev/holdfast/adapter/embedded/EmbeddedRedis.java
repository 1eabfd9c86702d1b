package dev.holdfast.adapter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import redis.embedded.RedisExecProvider;

/**
 * A Redis that keeps nothing on disk: it caches, and a cache brought back from a file would show
 * bookings as they were before changes that nobody will announce again.
 *
 * <p>The program is that of {@code org.signal:embedded-redis}, its starter is not used: that one
 * adds a shutdown hook which takes Redis away while the application still drains, and forgets an
 * orphan.
 */
final class EmbeddedRedis implements Server {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Path home;
  private final Path log;
  private boolean stopped;
  private volatile int port;
  private volatile long process;
  private volatile String password = "";

  EmbeddedRedis(Path home) {
    this.home = home;
    this.log = home.resolve("redis.log");
  }

  @Override
  public synchronized void start() throws IOException, InterruptedException {
    if (stopped) {
      throw new EmbeddedServersException("Redis was stopped before it had started.");
    }
    halt();
    Files.deleteIfExists(log);
    Path program = program();
    password = Folders.password(home.resolve("password"));
    port = Folders.port(home.resolve("port"));
    Path settings = home.resolve("redis.conf");
    Folders.writePrivately(settings, settings());
    Process server =
        Programs.start(
            Programs.inOwnSession(List.of(program.toString(), settings.toString())), log);
    process = server.pid();
    boolean answered = Programs.await(() -> !server.isAlive() || accepts(), START_LIMIT);
    if (!answered || !server.isAlive()) {
      throw new EmbeddedServersException("Redis did not start.\n" + Programs.tail(log));
    }
  }

  /**
   * The program of the class path's version, copied here once: what runs from this folder is known
   * to be ours.
   */
  private Path program() throws IOException {
    Path program = home.resolve("redis-server-" + RedisExecProvider.redisVersion);
    if (Files.notExists(program)) {
      Path draft = home.resolve("redis-server.new");
      Files.copy(packedProgram(), draft, StandardCopyOption.REPLACE_EXISTING);
      Folders.permit(draft, "rwx------");
      Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
    }
    return program;
  }

  private static Path packedProgram() throws IOException {
    try {
      return RedisExecProvider.defaultProvider().get().toPath();
    } catch (IllegalArgumentException e) {
      throw new EmbeddedServersException(
          "There is no embedded Redis for this system: name one of your own in HOLDFAST_REDIS_URL.",
          e);
    }
  }

  private String settings() {
    return """
    # Written anew at each start.
    bind 127.0.0.1
    port %d
    requirepass %s
    save ""
    appendonly no
    maxmemory 128mb
    maxmemory-policy allkeys-lru
    """
        .formatted(port, password);
  }

  private boolean accepts() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public synchronized void stop() throws InterruptedException {
    stopped = true;
    halt();
  }

  private void halt() throws InterruptedException {
    Programs.runningFrom(home).forEach(ProcessHandle::destroy);
    if (!Programs.awaitNoneFrom(home, STOP_LIMIT)) {
      Programs.killAllFrom(home);
    }
  }

  String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  long process() {
    return process;
  }
}
