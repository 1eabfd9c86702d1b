package dev.holdfast.shared;

/**
 * Something around us cannot be reached or does not answer in time. It says nothing about what was
 * asked: the same may succeed later, so whoever can wait tries again and counts nothing.
 */
public final class OutageException extends RuntimeException {
  /**
   * @param dependency what is away, in a word: {@code mongodb}
   */
  public OutageException(String dependency, Throwable cause) {
    super(dependency + " is away", cause);
  }
}
