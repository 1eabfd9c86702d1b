package dev.holdfast.adapter.web.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.NotAcceptableStatusException;
import reactor.core.publisher.Mono;

/** A file of the class path, read once and served from memory, revalidated by a hash of itself. */
final class DocsAsset {
  private final byte[] content;
  private final MediaType type;
  private final Duration fresh;
  private final @Nullable String contentSecurityPolicy;
  private final String tag;

  /**
   * @param fresh for how long a browser need not ask again; zero for always asking
   * @param contentSecurityPolicy absent where the server's own is right
   */
  DocsAsset(String path, MediaType type, Duration fresh, @Nullable String contentSecurityPolicy) {
    this.content = read(path);
    this.type = type;
    this.fresh = fresh;
    this.contentSecurityPolicy = contentSecurityPolicy;
    this.tag = '"' + hash(content) + '"';
  }

  Mono<ServerResponse> serve(ServerRequest request) {
    if (!isAcceptable(request.headers().accept())) {
      return Mono.error(() -> new NotAcceptableStatusException(List.of(type)));
    }
    return request.checkNotModified(tag).switchIfEmpty(Mono.defer(this::answer));
  }

  private Mono<ServerResponse> answer() {
    var response =
        ServerResponse.ok()
            .contentType(type)
            .eTag(tag)
            .cacheControl(
                fresh.isZero() ? CacheControl.noCache() : CacheControl.maxAge(fresh).cachePublic());
    if (contentSecurityPolicy != null) {
      response.header("Content-Security-Policy", contentSecurityPolicy);
    }
    return response.bodyValue(content);
  }

  private boolean isAcceptable(List<MediaType> accepted) {
    return accepted.isEmpty() || accepted.stream().anyMatch(range -> range.includes(type));
  }

  private static byte[] read(String path) {
    try {
      return new ClassPathResource(path).getContentAsByteArray();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static String hash(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
