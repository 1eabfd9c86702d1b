package dev.holdfast.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A packaged server with a PostgreSQL and a Redis of its own on free ports, filled with bookings.
 * Everything lives in one temporary folder and ends with this program, however it ends short of
 * being killed by force.
 */
public final class Stack implements AutoCloseable {
  private static final String PASSWORD = "holdfast demo account";
  private static final Duration CALM_LIMIT = Duration.ofSeconds(20);

  /**
   * What is started, and with what in it.
   *
   * @param jar the packaged server
   * @param jvm its JVM options
   * @param environment its settings beyond those that are made here
   * @param mongodbUrl where MongoDB is; nobody needs to be there; absent: the server has documents
   *     of its own
   * @param resources how many can be booked
   * @param users how many book them
   * @param bookings how many there are already
   * @param copies names of databases with the same content that the server does not know
   */
  public record Settings(
      Path jar,
      List<String> jvm,
      Map<String, String> environment,
      @Nullable String mongodbUrl,
      int resources,
      int users,
      int bookings,
      List<String> copies) {}

  private final Settings settings;
  private final Path home;
  private final int port = freePort();
  private final int managementPort = freePort();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();
  private final Postgres postgres;
  private final Slots slots;
  private final Account admin;
  private final UUID venue;
  private final Redis redis;
  private Server server;

  private Stack(Settings settings, Path home) {
    this.settings = settings;
    this.home = home;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    postgres = part(new Postgres(home.resolve("postgresql")));
    redis = part(new Redis(freePort()));
    command("new-secrets", secrets().toString());
    command("migrate");
    server = part(startServer());
    admin = Account.known(server.api(), "admin@holdfast.test", PASSWORD);
    venue = makeVenue();
    slots = new Slots(makeResources(), LocalDate.now(ZoneOffset.UTC).plusDays(2));
    for (int user = 0; user < settings.users(); user++) {
      accounts.add(Account.signUp(server.api(), "load-" + user + "@holdfast.test", PASSWORD));
    }
    if (settings.bookings() > 0) {
      fill();
    }
    keepSignedIn();
  }

  /** Starts it all and fills it. */
  public static Stack start(Settings settings) {
    if (!Files.isRegularFile(settings.jar())) {
      throw new IllegalArgumentException("no server to be measured at " + settings.jar());
    }
    try {
      return new Stack(settings, Files.createTempDirectory("holdfast-load-").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends AutoCloseable> T part(T part) {
    synchronized (parts) {
      parts.add(part);
    }
    return part;
  }

  private Server startServer() {
    var jvm = new ArrayList<>(settings.jvm());
    jvm.add("-Xlog:gc:file=" + gcLog());
    return Server.start(
        jvm,
        List.of("-jar", settings.jar().toString()),
        environment(),
        home.resolve("server.log"),
        new Server.Ready(port, "/health/ready"));
  }

  /** Starts a further server on the same backends, as there are several behind a proxy. */
  public Server startAnother() {
    return startAnother(Map.of());
  }

  /**
   * The same with other settings.
   *
   * @param settings beyond those of the first server, or in their place
   */
  public Server startAnother(Map<String, String> settings) {
    int other = freePort();
    var environment = environment();
    environment.put("HOLDFAST_PORT", "" + other);
    environment.put("HOLDFAST_MANAGEMENT_PORT", "" + freePort());
    environment.put("HOLDFAST_DATA_DIR", home.resolve("server-" + other).toString());
    environment.putAll(settings);
    return part(
        Server.start(
            this.settings.jvm(),
            List.of("-jar", this.settings.jar().toString()),
            environment,
            home.resolve("server-" + other + ".log"),
            new Server.Ready(other, "/health/ready")));
  }

  private void command(String... arguments) {
    var program = new ArrayList<>(List.of("-jar", settings.jar().toString()));
    program.addAll(List.of(arguments));
    Server.run(program, environment(), home.resolve("commands.log"));
  }

  private Path secrets() {
    return home.resolve("secrets");
  }

  /** The embedded mode with its wide limits, but what is given is not embedded, and no mails. */
  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("HOLDFAST_MODE", "embedded");
    environment.put("HOLDFAST_MAIL_URL", "off");
    environment.put("HOLDFAST_PORT", "" + port);
    environment.put("HOLDFAST_MANAGEMENT_PORT", "" + managementPort);
    environment.put("HOLDFAST_DATA_DIR", home.resolve("server").toString());
    environment.put("HOLDFAST_SECRETS_DIR", secrets().toString());
    environment.put("HOLDFAST_DATABASE_URL", postgres.url(Postgres.HOLDFAST));
    environment.put("HOLDFAST_REDIS_URL", redis.url());
    var mongodbUrl = settings.mongodbUrl();
    if (mongodbUrl != null) {
      environment.put("HOLDFAST_MONGODB_URL", mongodbUrl);
    }
    environment.putAll(settings.environment());
    return environment;
  }

  private UUID makeVenue() {
    var made =
        server
            .api()
            .post(
                "/v1/venues",
                admin.token(),
                """
                {"name":"Load","timeZone":"Europe/Vienna","currency":"EUR"}\
                """);
    return UUID.fromString(Fields.text(made, "id"));
  }

  private List<UUID> makeResources() {
    var body =
        """
        {"name":"Court","kind":"court","horizon":"P%dD","slotStep":"PT15M",\
        "price":{"amount":"24.00","currency":"EUR","per":"HOUR"}}\
        """
            .formatted(Slots.HORIZON_DAYS);
    return IntStream.range(0, settings.resources())
        .mapToObj(_ -> server.api().post("/v1/venues/" + venue + "/resources", admin.token(), body))
        .map(made -> UUID.fromString(Fields.text(made, "id")))
        .toList();
  }

  private void fill() {
    long slot = slots.take();
    var sample =
        server
            .api()
            .post(
                "/v1/bookings",
                accounts.getFirst().token(),
                """
                {"items":[{"resourceId":"%s","start":"%s","end":"%s"}]}\
                """
                    .formatted(slots.resource(slot), slots.start(slot), slots.end(slot)));
    // Out of the way of the copies, which begin at the first slot.
    var id = UUID.fromString(Fields.text(sample, "id"));
    server.close();
    postgres.execute(
        Postgres.HOLDFAST,
        "UPDATE booking_items SET status = 'CANCELLED' WHERE booking_id = '" + id + "'");
    Seeds.bookings(
        postgres, slots, accounts.stream().map(Account::id).toList(), id, settings.bookings());
    slots.skip(settings.bookings());
    settings.copies().forEach(copy -> postgres.copy(Postgres.HOLDFAST, copy));
    server = part(startServer());
  }

  private void keepSignedIn() {
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tokens").factory());
    parts.add(thread::shutdownNow);
    refreshEvery(thread, Duration.ofMinutes(2));
  }

  private void refreshEvery(ScheduledExecutorService thread, Duration pause) {
    var _ = thread.scheduleWithFixedDelay(this::refresh, 0, pause.toSeconds(), TimeUnit.SECONDS);
  }

  private void refresh() {
    accounts.forEach(Account::refresh);
    admin.refresh();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until server and database rest, so that what one measurement leaves behind does not weigh
   * on the next.
   *
   * @return whether they did
   */
  public boolean calm() {
    long giveUp = System.nanoTime() + CALM_LIMIT.toNanos();
    while (System.nanoTime() < giveUp) {
      var before = cpu();
      Server.pause(Duration.ofSeconds(1));
      var used = cpu().since(before);
      if (used.server() + used.database() < 0.15) {
        return true;
      }
    }
    return false;
  }

  public Cpu cpu() {
    return Cpu.now(server.pid(), postgres.pid());
  }

  /** With another server in the place of the booking server. */
  public Cpu cpuWith(Server other) {
    return Cpu.now(other.pid(), postgres.pid());
  }

  public Server server() {
    return server;
  }

  /** Someone who may do everything. */
  public Account admin() {
    return admin;
  }

  /**
   * Starts a program of this class path on a JVM like the server's.
   *
   * @param path which answers 200 when it is ready
   * @param arguments what it is given after its port
   */
  public Server beside(Class<?> program, String path, String... arguments) {
    int free = freePort();
    var command =
        new ArrayList<>(
            List.of("-cp", System.getProperty("java.class.path"), program.getName(), "" + free));
    command.addAll(List.of(arguments));
    return part(
        Server.start(
            settings.jvm(),
            command,
            Map.of(),
            home.resolve(program.getSimpleName() + ".log"),
            new Server.Ready(free, path)));
  }

  /** What the server's heap holds now, in MiB, after a full collection. */
  public int heap() {
    try (var watch = watchHeap(Duration.ofDays(1))) {
      long giveUp = System.nanoTime() + CALM_LIMIT.toNanos();
      while (watch.left().isEmpty()) {
        if (System.nanoTime() > giveUp) {
          throw new IllegalStateException("the server does not collect its garbage");
        }
        Server.pause(Duration.ofMillis(50));
      }
      return watch.left().getFirst();
    }
  }

  /** Looks at the server's heap this often until it is closed. */
  public HeapWatch watchHeap(Duration pause) {
    return new HeapWatch(server.pid(), gcLog(), pause);
  }

  /** Lets the database wake nobody until it is closed. */
  public NoWakeUps withoutWakeUps() {
    return new NoWakeUps(postgres);
  }

  public Postgres postgres() {
    return postgres;
  }

  public Slots slots() {
    return slots;
  }

  public List<Account> accounts() {
    return accounts;
  }

  public UUID venue() {
    return venue;
  }

  /** Where the server's collections are logged. */
  private Path gcLog() {
    return home.resolve("gc.log");
  }

  /** Ends everything that was started, the last first, and deletes its folder. */
  @Override
  public void close() {
    synchronized (parts) {
      for (var part : parts.reversed()) {
        closeQuietly(part);
      }
      parts.clear();
      delete(home);
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception _) {
      // The others have to end as well.
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // A temporary folder that stays costs some space and nothing else.
    }
  }
}
