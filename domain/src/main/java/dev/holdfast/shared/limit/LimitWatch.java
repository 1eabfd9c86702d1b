package dev.holdfast.shared.limit;

/** Told of what comes of limits; must not wait. */
public interface LimitWatch {
  /** A request was counted, or refused. */
  void decided(Standing standing);

  /** The shared quotas cannot be reached (any more): this node decides alone. Told once. */
  void isAlone(Throwable cause);

  /** They can be reached again. Told once. */
  void isTogether();
}
