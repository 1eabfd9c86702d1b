package dev.holdfast.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes down how the programs are started, for {@code load-tests/run}: Maven knows the class path
 * and the JDK, but stands between a program and its terminal, its signals and its exit status.
 */
final class Launcher {
  private Launcher() {}

  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(folder.resolve("launcher-java"), java.toString());
    Files.writeString(
        folder.resolve("launcher-arguments"),
        """
        -Xmx512m
        -XX:+UseSerialGC
        --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow
        -cp
        "%s"
        dev.holdfast.load.Main
        """
            .formatted(System.getProperty("java.class.path").replace("\\", "\\\\")));
  }
}
