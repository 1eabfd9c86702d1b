package dev.holdfast.shared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Work of which one is under way per key: whoever asks meanwhile gets the same answer. It runs to
 * its end whether or not anyone still waits.
 */
public final class Flights<K, V> {
  private final Map<K, Mono<V>> underWay = new ConcurrentHashMap<>();

  /**
   * The answer of the work under way for this key, or of this work, which begins now.
   *
   * @param work asked for once subscribed to, and only if nothing is under way
   */
  public Mono<V> join(K key, Supplier<Mono<V>> work) {
    return Mono.defer(
        () ->
            underWay.computeIfAbsent(
                key, k -> Mono.defer(work).doOnTerminate(() -> underWay.remove(k)).cache()));
  }
}
