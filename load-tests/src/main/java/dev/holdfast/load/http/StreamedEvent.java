package dev.holdfast.load.http;

import org.jspecify.annotations.Nullable;

/**
 * A server-sent event.
 *
 * @param id where the stream can be taken up after it; absent where it cannot
 * @param nanos when its last byte was read, as {@link System#nanoTime()} says
 */
public record StreamedEvent(@Nullable String id, String name, String data, long nanos) {}
