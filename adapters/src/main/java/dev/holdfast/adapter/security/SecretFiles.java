package dev.holdfast.adapter.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Writes files that only their owner may read. All are on disk under another name before the first
 * gets its own, so that a crash does not leave half of them, and data never outlives its key.
 */
final class SecretFiles {
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private SecretFiles() {}

  static void write(Path folder, Map<String, String> contents) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (var file : contents.entrySet()) {
      writeDurably(unfinished(folder, file.getKey()), file.getValue());
    }
    for (var name : contents.keySet()) {
      Files.move(unfinished(folder, name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static Path unfinished(Path folder, String name) {
    return folder.resolve("." + name + ".unfinished");
  }

  private static void writeDurably(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(file, NEW_FILE, ownerOnly)) {
      var bytes = ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
