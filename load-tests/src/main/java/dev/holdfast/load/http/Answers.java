package dev.holdfast.load.http;

/** Who wants to know what was answered. Told by the generator's one thread. */
@FunctionalInterface
public interface Answers {
  void answered(int status, String body);
}
