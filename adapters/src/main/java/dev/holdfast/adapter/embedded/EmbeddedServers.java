package dev.holdfast.adapter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers Holdfast needs, started beside it: on loopback, on free ports that stay the same from
 * run to run where they can, with their data in one directory that one process at a time may use.
 * What an earlier run left behind when it was killed is stopped first.
 *
 * <p>Everything here blocks and belongs on an ordinary thread. When {@link #start} fails, nothing
 * it started still runs. No server dies of a Ctrl-C or of a library's shutdown hook: all stop in
 * {@link #close()} and nowhere else.
 */
public final class EmbeddedServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

  private final Path directory;
  private final boolean temporary;
  private final DirectoryLock lock;
  private final Map<Backend, Server> servers = new EnumMap<>(Backend.class);
  private @Nullable Thread exitHook;
  private boolean closed;

  private EmbeddedServers(
      Path directory, boolean temporary, DirectoryLock lock, Set<Backend> wanted)
      throws IOException {
    this.directory = directory;
    this.temporary = temporary;
    this.lock = lock;
    for (Backend backend : wanted) {
      servers.put(backend, server(backend));
    }
  }

  /** An earlier run may have used servers this one does not want, and may have been killed. */
  private void stopUnwanted() throws IOException, InterruptedException {
    for (Backend backend : Backend.values()) {
      if (!servers.containsKey(backend) && Files.exists(folder(backend))) {
        server(backend).stop();
      }
    }
  }

  private Path folder(Backend backend) {
    return directory.resolve(backend.name().toLowerCase(Locale.ROOT));
  }

  private Server server(Backend backend) throws IOException {
    Path home = Folders.privateFolder(folder(backend));
    return switch (backend) {
      case POSTGRESQL -> new EmbeddedPostgres(home);
      case REDIS -> new EmbeddedRedis(home);
      case MONGODB -> new EmbeddedMongo(home);
    };
  }

  /**
   * Starts the wanted servers and returns when all serve.
   *
   * @param atExit called once, before anything is started, with what must run when this process
   *     ends (normally, by Ctrl-C or by SIGTERM) after the application has let go of the servers:
   *     {@code SpringApplication.getShutdownHandlers()::add} does just that
   * @throws EmbeddedServersException when the directory is in use or a server does not start; its
   *     message is for people
   */
  public static EmbeddedServers start(
      Path dataDirectory, Set<Backend> wanted, Consumer<Runnable> atExit) {
    return open(dataDirectory, false, wanted).startAll(atExit);
  }

  /**
   * As {@link #start(Path, Set, Consumer)}, stopping at the latest when this process starts to end.
   */
  public static EmbeddedServers start(Path dataDirectory, Set<Backend> wanted) {
    EmbeddedServers servers = open(dataDirectory, false, wanted);
    return servers.startAll(servers::hookOnExit);
  }

  /**
   * Servers for a test, in a directory that {@link #close()} or the end of this process removes.
   */
  public static EmbeddedServers startTemporary(Set<Backend> wanted) {
    try {
      EmbeddedServers servers = open(Files.createTempDirectory("holdfast-"), true, wanted);
      return servers.startAll(servers::hookOnExit);
    } catch (IOException e) {
      throw new EmbeddedServersException("No temporary directory: " + e.getMessage(), e);
    }
  }

  private static EmbeddedServers open(Path dataDirectory, boolean temporary, Set<Backend> wanted) {
    try {
      Path directory = Files.createDirectories(dataDirectory).toRealPath();
      DirectoryLock lock = DirectoryLock.take(directory);
      try {
        return new EmbeddedServers(directory, temporary, lock, wanted);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedServersException(
          "The data directory %s cannot be used: %s".formatted(dataDirectory, e), e);
    }
  }

  private synchronized void hookOnExit(Runnable closing) {
    exitHook = new Thread(closing, "embedded-servers-exit");
    Runtime.getRuntime().addShutdownHook(exitHook);
  }

  private EmbeddedServers startAll(Consumer<Runnable> atExit) {
    try {
      atExit.accept(this::close);
      stopUnwanted();
      List<Throwable> failures = inParallel(Server::start);
      if (!failures.isEmpty()) {
        throw failure(failures);
      }
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    } catch (IOException | InterruptedException e) {
      close();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new EmbeddedServersException("What an earlier run left behind does not stop: " + e, e);
    }
  }

  private static EmbeddedServersException failure(List<Throwable> failures) {
    Throwable first = failures.getFirst();
    String message =
        first instanceof EmbeddedServersException
            ? String.valueOf(first.getMessage())
            : "An embedded server did not start: " + first;
    var exception = new EmbeddedServersException(message, first);
    failures.stream().skip(1).forEach(exception::addSuppressed);
    return exception;
  }

  private interface Step {
    void apply(Server server) throws IOException, InterruptedException;
  }

  /** Does this to all servers at once, waits for all, and returns what failed. */
  private List<Throwable> inParallel(Step step) {
    var failures = new ArrayList<Throwable>();
    var names = Thread.ofPlatform().name("embedded-servers-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(names)) {
      List<Future<?>> steps = new ArrayList<>();
      for (Server server : servers.values()) {
        steps.add(threads.submit(() -> done(step, server)));
      }
      for (Future<?> each : steps) {
        failureOf(each).ifPresent(failures::add);
      }
    }
    return failures;
  }

  private static boolean done(Step step, Server server) throws IOException, InterruptedException {
    step.apply(server);
    return true;
  }

  /**
   * Waits whatever comes: a stop cut short by an interrupt would leave servers behind. The
   * interrupt is kept.
   */
  private static Optional<Throwable> failureOf(Future<?> step) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          step.get();
          return Optional.empty();
        } catch (ExecutionException e) {
          return Optional.of(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * {@code postgresql://user:password@127.0.0.1:port/holdfast}; the role owns the database and is
   * no superuser.
   */
  public String databaseUrl() {
    return postgres().url();
  }

  /** As {@link #databaseUrl()}, for the superuser: to inspect, and for tests that break things. */
  public String databaseAdministratorUrl() {
    return postgres().administratorUrl();
  }

  /** The process id of the PostgreSQL postmaster. */
  public long databaseProcess() {
    return postgres().process();
  }

  /**
   * Where PostgreSQL writes its log, one file per day of the week; lock waits over one second and
   * deadlocks are in it.
   */
  public Path databaseLogs() {
    return postgres().logs();
  }

  /** {@code redis://:password@127.0.0.1:port}. */
  public String redisUrl() {
    return redis().url();
  }

  /** The process id of the Redis server. */
  public long redisProcess() {
    return redis().process();
  }

  /** {@code mongodb://127.0.0.1:port/holdfast}. */
  public String mongodbUrl() {
    return mongo().url();
  }

  /**
   * Whether the document store is new, or replaces one that a hard stop has spoilt: either way it
   * must be filled from the event log.
   */
  public boolean mongodbStartedEmpty() {
    return mongo().startedEmpty();
  }

  /** Where everything is kept, without links in its path. */
  Path directory() {
    return directory;
  }

  private EmbeddedPostgres postgres() {
    return running(Backend.POSTGRESQL, EmbeddedPostgres.class);
  }

  private EmbeddedRedis redis() {
    return running(Backend.REDIS, EmbeddedRedis.class);
  }

  private EmbeddedMongo mongo() {
    return running(Backend.MONGODB, EmbeddedMongo.class);
  }

  private <S> S running(Backend backend, Class<S> type) {
    Server server = servers.get(backend);
    if (server == null) {
      throw new IllegalStateException(backend + " was not asked for");
    }
    return type.cast(server);
  }

  /**
   * Stops all servers, cleanly where that works within seconds and by force otherwise, and then
   * lets go of the directory. Waits for a start under way. A second call waits for the first and
   * does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    inParallel(Server::stop).forEach(e -> LOG.warn("An embedded server did not stop cleanly.", e));
    try {
      lock.close();
      if (temporary) {
        Folders.deleteTree(directory);
      }
    } catch (IOException e) {
      LOG.warn("The data directory {} was not let go of cleanly.", directory, e);
    }
    forgetExitHook();
  }

  private void forgetExitHook() {
    try {
      if (exitHook != null && Thread.currentThread() != exitHook) {
        Runtime.getRuntime().removeShutdownHook(exitHook);
      }
    } catch (IllegalStateException _) {
      // the process is ending, and the hook finds its work done
    }
  }
}
