package dev.holdfast.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a program was given as {@code --name=value}, or {@code --name} for yes. */
public final class Options {
  private final Map<String, List<String>> given = new HashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  public Options(List<String> arguments) {
    for (var argument : arguments) {
      if (!argument.startsWith("--")) {
        throw new IllegalArgumentException("not an option: " + argument);
      }
      var parts = argument.substring(2).split("=", 2);
      given
          .computeIfAbsent(parts[0], _ -> new ArrayList<>())
          .add(parts.length > 1 ? parts[1] : "true");
    }
  }

  private @Nullable String last(String name) {
    var values = all(name);
    return values.isEmpty() ? null : values.getLast();
  }

  /** Of an option that may be given several times. */
  public List<String> all(String name) {
    known.add(name);
    return given.getOrDefault(name, List.of());
  }

  public String text(String name, String otherwise) {
    var value = last(name);
    return value == null ? otherwise : value;
  }

  public int number(String name, int otherwise) {
    var value = last(name);
    return value == null ? otherwise : Integer.parseInt(value.replace("_", ""));
  }

  public Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(number(name, otherwise));
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name, "false"));
  }

  /** Fails when something was given that nobody has asked for. */
  public void refuseUnknown() {
    for (var name : given.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown option --" + name + "; there are --" + String.join(", --", known));
      }
    }
  }
}
