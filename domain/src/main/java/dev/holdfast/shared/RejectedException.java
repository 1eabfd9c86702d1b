package dev.holdfast.shared;

/** How a {@link Rejection} travels through a signal. It has no stack: a "no" is daily life. */
public final class RejectedException extends RuntimeException {
  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(null, null, false, false);
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }

  /** Put together only when somebody reads it, which of the thousands of a stampede nobody does. */
  @Override
  public String getMessage() {
    return rejection.toString();
  }
}
