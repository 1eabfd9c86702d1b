package dev.holdfast.adapter.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked from the class path once per data directory and version. */
final class PostgresBinaries {
  private static final String SYSTEM = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  private static final boolean WINDOWS = SYSTEM.startsWith("windows");

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks what is on the class path unless it is there already, and removes what earlier versions
   * left.
   */
  static PostgresBinaries unpackedInto(Path home) throws IOException {
    byte[] archive = archive();
    Path folder = home.resolve("programs-" + fingerprint(archive));
    if (Files.notExists(folder)) {
      removeOthers(home);
      Path draft = home.resolve("programs.new");
      Folders.deleteTree(draft);
      unpack(archive, draft);
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(folder);
  }

  String program(String name) {
    return folder.resolve("bin").resolve(WINDOWS ? name + ".exe" : name).toString();
  }

  private static byte[] archive() throws IOException {
    try (InputStream stream =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
      return stream.readAllBytes();
    } catch (IllegalStateException e) {
      throw new EmbeddedServersException(
          "There is no embedded PostgreSQL for this system: " + e.getMessage(), e);
    }
  }

  private static String system() {
    return WINDOWS ? "Windows" : SYSTEM.startsWith("mac") ? "Darwin" : "Linux";
  }

  /** The macOS archive is filed under x86_64 and holds programs for both architectures. */
  private static String architecture() {
    String architecture = System.getProperty("os.arch", "");
    return SYSTEM.startsWith("mac") || architecture.equals("amd64") ? "x86_64" : architecture;
  }

  private static String fingerprint(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }

  private static void removeOthers(Path home) throws IOException {
    try (var others = Files.newDirectoryStream(home, "programs-*")) {
      for (Path other : others) {
        Folders.deleteTree(other);
      }
    }
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, target);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, path);
      Folders.permit(path, (entry.getMode() & 0100) != 0 ? "rwx------" : "rw-------");
    }
  }
}
