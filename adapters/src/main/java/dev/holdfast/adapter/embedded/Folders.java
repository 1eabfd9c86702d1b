package dev.holdfast.adapter.embedded;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;

/**
 * The files every embedded server keeps in its folder: readable by nobody else, written whole or
 * not at all.
 */
final class Folders {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Folders() {}

  /** Makes the folder, open to its owner only, and returns its path without links. */
  static Path privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    permit(folder, "rwx------");
    return folder.toRealPath();
  }

  static void permit(Path path, String permissions) throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  /**
   * Writes a file that only its owner may read; whoever is killed meanwhile leaves the old one or
   * the new one.
   */
  static void writePrivately(Path file, String content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.writeString(draft, "", CREATE_NEW, WRITE);
    permit(draft, "rw-------");
    Files.writeString(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The password kept in this file, made at the first call: 192 random bits in characters that any
   * URL may hold.
   */
  static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] bits = new byte[24];
    RANDOM.nextBytes(bits);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    writePrivately(file, password + "\n");
    return password;
  }

  /**
   * A port of the loopback interface nobody listens on: the one used last time if it can be, else a
   * free one.
   */
  static int port(Path memory) throws IOException {
    int last = remembered(memory);
    if (last > 0 && isFree(last)) {
      return last;
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      writePrivately(memory, port + "\n");
      return port;
    }
  }

  private static int remembered(Path memory) throws IOException {
    try {
      return Integer.parseInt(Files.readString(memory).strip());
    } catch (NoSuchFileException | NumberFormatException _) {
      return 0;
    }
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
