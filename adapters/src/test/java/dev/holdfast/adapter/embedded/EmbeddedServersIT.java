package dev.holdfast.adapter.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClients;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class EmbeddedServersIT {
  private static final Set<Backend> ALL = EnumSet.allOf(Backend.class);

  @TempDir static Path template;

  @TempDir Path directory;

  @BeforeAll
  static void prepare() {
    EmbeddedServers.start(template, ALL).close();
  }

  /** A directory that was used before costs a copy; a new one costs seconds. */
  private void usedBefore() throws IOException {
    try (var paths = Files.walk(template)) {
      for (Path path : paths.skip(1).toList()) {
        Path copy = directory.resolve(template.relativize(path));
        Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void allThreeServeAndKeepTheirDataOverAStop() throws Exception {
    String urls;
    try (var servers = EmbeddedServers.start(directory, ALL)) {
      assertThat(servers.mongodbStartedEmpty()).isTrue();
      for (String setting :
          List.of(
              "fsync",
              "synchronous_commit",
              "full_page_writes",
              "data_checksums",
              "log_lock_waits")) {
        assertThat(query(servers.databaseUrl(), "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(servers.databaseUrl(), "show server_version")).startsWith("18.6");
      assertThat(query(servers.databaseUrl(), "show server_encoding")).isEqualTo("UTF8");
      assertThat(
              query(
                  servers.databaseAdministratorUrl(),
                  "select setting from pg_file_settings where name = 'timezone'"))
          .isEqualTo("UTC");
      assertThat(
              query(
                  servers.databaseUrl(),
                  "select rolsuper::text from pg_roles where rolname = current_user"))
          .isEqualTo("false");
      assertThat(
              query(
                  servers.databaseUrl(),
                  "select extname from pg_extension where extname = 'btree_gist'"))
          .isEqualTo("btree_gist");
      execute(servers.databaseUrl(), "create table kept as select 42 as answer");
      assertThat(ping(servers.redisUrl())).isEqualTo("PONG");
      insert(servers.mongodbUrl());
      assertThat(count(servers.mongodbUrl())).isEqualTo(1);
      urls = servers.databaseUrl() + servers.redisUrl() + servers.mongodbUrl();
    }
    try (var servers = EmbeddedServers.start(directory, ALL)) {
      assertThat(servers.databaseUrl() + servers.redisUrl() + servers.mongodbUrl()).isEqualTo(urls);
      assertThat(query(servers.databaseUrl(), "select answer::text from kept")).isEqualTo("42");
      assertThat(servers.mongodbStartedEmpty()).isFalse();
      assertThat(count(servers.mongodbUrl())).isEqualTo(1);
    }
  }

  @Test
  void closingTwiceLeavesNoProcessAndNoFileOfATemporaryDirectory() {
    var servers = EmbeddedServers.startTemporary(ALL);
    Path home = servers.directory();
    long postgres = servers.databaseProcess();
    long redis = servers.redisProcess();
    assertThat(Programs.runningFrom(home)).extracting(ProcessHandle::pid).contains(postgres, redis);

    servers.close();
    servers.close();

    assertThat(Programs.runningFrom(home)).isEmpty();
    assertThat(home).doesNotExist();
  }

  @Test
  void nothingListensBeyondLoopbackAndPasswordsAreAskedForAndHidden() throws Exception {
    usedBefore();
    try (var servers = EmbeddedServers.start(directory, ALL)) {
      for (String url : List.of(servers.databaseUrl(), servers.redisUrl(), servers.mongodbUrl())) {
        int port = URI.create(url).getPort();
        assertThat(accepts(InetAddress.getLoopbackAddress(), port)).as(url).isTrue();
        for (InetAddress address : otherAddresses()) {
          assertThat(accepts(address, port)).as("%s from %s", url, address).isFalse();
        }
      }
      String withoutPassword =
          "jdbc:postgresql://127.0.0.1:"
              + URI.create(servers.databaseUrl()).getPort()
              + "/postgres?user=postgres&password=guess";
      assertThatThrownBy(() -> DriverManager.getConnection(withoutPassword).close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("postgresql"))))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("postgresql/password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aSecondHoldfastIsRefusedAndTheFirstIsNotDisturbed() throws Exception {
    usedBefore();
    Folders.deleteTree(directory.resolve("redis"));
    try (var first = EmbeddedServers.start(directory, Set.of(Backend.POSTGRESQL))) {
      assertThatThrownBy(() -> EmbeddedServers.start(directory, ALL))
          .isInstanceOf(EmbeddedServersException.class)
          .hasMessageContaining("(process " + ProcessHandle.current().pid() + ") already uses");
      assertThat(query(first.databaseUrl(), "select 'here'")).isEqualTo("here");
      assertThat(directory.resolve("redis")).doesNotExist();
    }
  }

  @Test
  void aKilledProcessLeavesOrphansThatTheNextStartReplacesAndNoDataAreLost() throws Exception {
    usedBefore();
    long orphan;
    try (var other = ServersInAnotherProcess.begin(directory)) {
      insert(other.awaitLine("mongodb:"));
      String url = other.awaitLine("started:");
      execute(url, "create table acknowledged as select 42 as answer");
      orphan = postmaster();
      assertThatThrownBy(() -> EmbeddedServers.start(directory, ALL))
          .hasMessageContaining("already uses");
      other.kill();
    }
    assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).as("orphan").isPresent();
    assertThat(Programs.runningFrom(directory.resolve("redis").toRealPath())).hasSize(1);

    try (var servers = EmbeddedServers.start(directory, ALL)) {
      assertThat(servers.databaseProcess()).isNotEqualTo(orphan);
      assertThat(query(servers.databaseUrl(), "select answer::text from acknowledged"))
          .isEqualTo("42");
      assertThat(ping(servers.redisUrl())).isEqualTo("PONG");
      assertThat(Programs.runningFrom(directory.resolve("redis").toRealPath())).hasSize(1);
      assertThat(servers.mongodbStartedEmpty()).isTrue();
      assertThat(count(servers.mongodbUrl())).isZero();
    }
    assertThat(Programs.runningFrom(directory.toRealPath())).isEmpty();
  }

  @Test
  void aProcessKilledWhileItPreparesTheFirstStartLeavesNothingThatHindersTheNext()
      throws Exception {
    try (var other = ServersInAnotherProcess.begin(directory)) {
      other.awaitLine("starting:");
      Path draft = directory.resolve("postgresql/data.new/PG_VERSION");
      assertThat(Programs.await(() -> Files.exists(draft), Duration.ofSeconds(60))).isTrue();
      other.kill();
    }
    try (var servers = EmbeddedServers.start(directory, Set.of(Backend.POSTGRESQL))) {
      assertThat(query(servers.databaseUrl(), "select 'here'")).isEqualTo("here");
    }
    assertThat(Programs.runningFrom(directory.toRealPath()))
        .as("also the Redis not wanted now")
        .isEmpty();
  }

  @Test
  void aProcessThatEndsByASignalStopsItsServersAndLeavesThemClean() throws Exception {
    usedBefore();
    try (var other = ServersInAnotherProcess.begin(directory)) {
      other.awaitLine("started:");
      other.end();
    }
    assertThat(Programs.runningFrom(directory.toRealPath())).isEmpty();
    try (var servers = EmbeddedServers.start(directory, Set.of(Backend.MONGODB))) {
      assertThat(servers.mongodbStartedEmpty()).isFalse();
    }
  }

  @Test
  void aProcessIdThatNowBelongsToAnotherProgramIsLeftAlone() throws Exception {
    usedBefore();
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          directory.resolve("postgresql/data/postmaster.pid"),
          "%d%n%s%n".formatted(bystander.pid(), directory.resolve("postgresql/data")));
      try (var servers = EmbeddedServers.start(directory, Set.of(Backend.POSTGRESQL))) {
        assertThat(query(servers.databaseUrl(), "select 'here'")).isEqualTo("here");
      }
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void aStartThatFailsHalfWaySaysWhyAndLeavesNothingRunning() throws Exception {
    usedBefore();
    Files.writeString(directory.resolve("postgresql/data/PG_VERSION"), "9\n");

    assertThatThrownBy(() -> EmbeddedServers.start(directory, ALL))
        .isInstanceOf(EmbeddedServersException.class)
        .hasMessageContaining("is not compatible");

    assertThat(Programs.runningFrom(directory.toRealPath())).isEmpty();
    EmbeddedServers.start(directory, Set.of(Backend.REDIS)).close();
  }

  @Test
  void aDocumentFileThatDoesNotOpenIsPutAside() throws Exception {
    usedBefore();
    Files.writeString(directory.resolve("mongodb/documents.mv"), "no such format");

    try (var servers = EmbeddedServers.start(directory, Set.of(Backend.MONGODB))) {
      assertThat(servers.mongodbStartedEmpty()).isTrue();
      assertThat(count(servers.mongodbUrl())).isZero();
    }
    assertThat(directory.resolve("mongodb/documents.mv.aside")).hasContent("no such format");
  }

  @Test
  void aPortThatIsTakenIsReplacedByAFreeOne() throws Exception {
    usedBefore();
    int taken;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      taken = socket.getLocalPort();
      Files.createDirectories(directory.resolve("redis"));
      Files.writeString(directory.resolve("redis/port"), taken + "\n");
      try (var servers = EmbeddedServers.start(directory, Set.of(Backend.REDIS))) {
        assertThat(URI.create(servers.redisUrl()).getPort()).isNotEqualTo(taken);
        assertThat(ping(servers.redisUrl())).isEqualTo("PONG");
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noServerIsInTheGroupThatCtrlCInterrupts() throws Exception {
    usedBefore();
    try (var servers = EmbeddedServers.start(directory, ALL)) {
      assertThat(List.of(groupOf(servers.databaseProcess()), groupOf(servers.redisProcess())))
          .containsExactly(servers.databaseProcess(), servers.redisProcess());
    }
  }

  /**
   * The fifth field, counted behind the parenthesis that ends the program's name
   * (proc_pid_stat(5)).
   */
  private static long groupOf(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("postgresql/data/postmaster.pid")).getFirst());
  }

  private static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
        user[0],
        user[1]);
  }

  private static String query(String url, String sql) throws SQLException {
    try (var connection = connect(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (var connection = connect(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ping(String url) {
    try (var client = RedisClient.create(RedisURI.create(url));
        var connection = client.connect()) {
      return connection.sync().ping();
    }
  }

  private static void insert(String url) {
    try (var client = MongoClients.create(url)) {
      var documents = client.getDatabase("holdfast").getCollection("documents");
      Mono.from(documents.insertOne(new Document("answer", 42))).block();
    }
  }

  private static long count(String url) {
    try (var client = MongoClients.create(url)) {
      var documents = client.getDatabase("holdfast").getCollection("documents");
      return requireNonNull(Flux.from(documents.find(new Document("answer", 42))).count().block());
    }
  }

  private static boolean accepts(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.equals(InetAddress.getLoopbackAddress()))
        .toList();
  }
}
