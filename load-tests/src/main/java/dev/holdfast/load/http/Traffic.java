package dev.holdfast.load.http;

import java.nio.ByteBuffer;

/** What is sent. Asked by the generator's one thread. */
@FunctionalInterface
public interface Traffic {
  /** Puts one whole request into the buffer. */
  void next(ByteBuffer request);
}
