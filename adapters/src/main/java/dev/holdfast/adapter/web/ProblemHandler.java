package dev.holdfast.adapter.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/**
 * The last resort: whatever no handler answered is answered here, as {@code
 * application/problem+json} whatever the client accepts, and logged once.
 */
public final class ProblemHandler implements WebExceptionHandler, Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
  private static final int BEFORE_BOOTS_OWN = -2;

  private final Problems problems;

  public ProblemHandler(Problems problems) {
    this.problems = problems;
  }

  @Override
  public int getOrder() {
    return BEFORE_BOOTS_OWN;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (failure instanceof AbortedException || AbortedException.isConnectionReset(failure)) {
      LOG.debug("the client has left: {}", failure.toString());
      return Mono.empty();
    }
    var problem = problems.of(failure);
    Problems.log(exchange, problem, failure);
    var response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure); // the server closes the connection under the half answer
    }
    var body = Json.bytes(Problems.json(problem, exchange));
    var headers = response.getHeaders();
    headers.remove(HttpHeaders.ETAG);
    headers.remove(HttpHeaders.LOCATION);
    headers.remove(HttpHeaders.CACHE_CONTROL);
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    headers.setContentLength(body.length);
    problem.headers().forEach(headers::set);
    if (problem.status() == HttpStatus.UNAUTHORIZED
        && !headers.containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.setStatusCode(problem.status());
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }
}
