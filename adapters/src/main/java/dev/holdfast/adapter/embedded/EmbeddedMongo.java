package dev.holdfast.adapter.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MongoDB-compatible server in this process, on an H2 file. The file is trusted only after a
 * clean stop: a kill may leave one that does not open, or, worse, one that opens with an index
 * entry whose document is lost, so that the document cannot be written again. Such a file is put
 * aside and the server starts empty; all that belongs in it can be made again from the event log.
 */
final class EmbeddedMongo implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMongo.class);

  private final Path home;
  private final Path file;
  private final Path closedCleanly;
  private boolean stopped;
  private @Nullable MongoServer server;
  private volatile int port;
  private volatile boolean startedEmpty;

  EmbeddedMongo(Path home) {
    this.home = home;
    this.file = home.resolve("documents.mv");
    this.closedCleanly = home.resolve("closed-cleanly");
  }

  @Override
  public synchronized void start() throws IOException {
    if (stopped) {
      throw new EmbeddedServersException("The document server was stopped before it had started.");
    }
    boolean trusted = Files.deleteIfExists(closedCleanly);
    if (Files.exists(file) && !trusted) {
      putAside("was not closed cleanly");
    }
    startedEmpty = Files.notExists(file);
    port = Folders.port(home.resolve("port"));
    var started = new MongoServer(openBackend());
    server = started;
    started.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, 2);
  }

  private H2Backend openBackend() throws IOException {
    try {
      return openFile();
    } catch (RuntimeException e) {
      if (startedEmpty) {
        throw e;
      }
      LOG.debug("Opening {} failed.", file, e);
      putAside("cannot be opened");
      startedEmpty = true;
      return openFile();
    }
  }

  private H2Backend openFile() {
    MVStore store = MVStore.open(file.toString());
    try {
      return new H2Backend(store);
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private void putAside(String reason) throws IOException {
    Path aside = file.resolveSibling("documents.mv.aside");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    LOG.warn(
        "The embedded document store {}: it is kept as {}, and starts empty to be filled again from"
            + " the event log.",
        reason,
        aside);
  }

  @Override
  public synchronized void stop() throws IOException {
    stopped = true;
    if (server != null) {
      server.shutdownNow();
      server = null;
      Files.createFile(closedCleanly);
    }
  }

  String url() {
    return "mongodb://127.0.0.1:%d/%s".formatted(port, EmbeddedPostgres.DATABASE);
  }

  boolean startedEmpty() {
    return startedEmpty;
  }
}
