package dev.holdfast.adapter.postgres;

import dev.holdfast.shared.Page;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A list by descending id, in pieces that are each read to their end: however slowly a client
 * reads, no connection waits for it.
 */
public final class Pieces<T> {
  private static final int SIZE = 500;

  private final Source<T> source;
  private final Function<T, UUID> id;

  /**
   * @param id of an item, which the list is ordered by
   */
  public Pieces(Source<T> source, Function<T, UUID> id) {
    this.source = source;
    this.id = id;
  }

  /** Reads what is older than an id, newest first, at most so many. */
  @FunctionalInterface
  public interface Source<T> {
    Mono<List<T>> read(@Nullable UUID after, int limit);
  }

  /** One page. */
  public Mono<Page<T>> list(Page.Request page) {
    // One more than asked for tells whether anything follows.
    return source
        .read(page.after(), page.limit() + 1)
        .map(
            found -> {
              var hasMore = found.size() > page.limit();
              var items = hasMore ? found.subList(0, page.limit()) : found;
              return new Page<>(items, hasMore ? id.apply(items.getLast()) : null);
            });
  }

  /** Everything, fetched as it is asked for. */
  public Flux<T> all() {
    return source
        .read(null, SIZE)
        .expand(
            piece ->
                piece.size() < SIZE ? Mono.empty() : source.read(id.apply(piece.getLast()), SIZE))
        .concatMapIterable(piece -> piece, 1);
  }
}
