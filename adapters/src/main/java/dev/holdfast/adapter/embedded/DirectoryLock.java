package dev.holdfast.adapter.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time works in a data directory. The operating system drops the lock with the
 * process that holds it, however that ends. The file stays: deleting it would let two processes
 * hold locks on two files of one name.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock or fails at once, naming who holds it. */
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, READ, WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new EmbeddedServersException(
            "Another Holdfast%s already uses the data directory %s. Stop it first, or choose another one with HOLDFAST_DATA_DIR."
                .formatted(holder(channel), directory));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DirectoryLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this very process
    }
  }

  private static String holder(FileChannel channel) {
    try {
      var bytes = ByteBuffer.allocate(20);
      channel.read(bytes, 0);
      String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
      return pid.isEmpty() ? "" : " (process " + pid + ")";
    } catch (IOException _) {
      return ""; // some systems let nobody read a locked file
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
