import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out every Java file of the project with google-java-format: {@code check} names the files
 * that differ and fails, {@code write} rewrites them.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    var root = Path.of(args[1]);
    var arguments =
        new ArrayList<>(
            args[0].equals("write")
                ? List.of("--replace")
                : List.of("--dry-run", "--set-exit-if-changed"));
    try (var files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .map(Path::toString)
          .sorted()
          .forEach(arguments::add);
    }
    var out = new PrintWriter(System.out, true);
    var status = new Main(out, out, System.in).format(arguments.toArray(String[]::new));
    out.flush();
    if (status != 0) {
      out.println(
          "The files above are not laid out as they should be: mvn -N verify -Dformat.mode=write");
    }
    System.exit(status);
  }
}
