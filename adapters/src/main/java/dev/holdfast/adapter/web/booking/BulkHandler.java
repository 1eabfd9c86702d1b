package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.IdempotencyKeys;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Ndjson;
import dev.holdfast.adapter.web.ProblemException;
import dev.holdfast.adapter.web.Problems;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.usecase.BookSlots;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes bookings line by line, and answers them line by line in the same order. So many lines are
 * under way at once as fill some groups; the next is read from the socket when one of them has been
 * answered, and answers are made no faster than the client takes them. Each line counts as a
 * booking of its user, and waits where their limit is reached. Each line stands for itself: it has
 * its own key, and what is wrong with it is its answer.
 */
public final class BulkHandler {
  static final String PATH = "/v1/bookings/bulk";
  private static final String OPERATION = "POST " + PATH;
  private static final int LINE_BYTES_MAX = 64 * 1024;
  private static final int UNDER_WAY = 256;

  /** When others need the room, lines wait: for some seconds, then the client is told. */
  private static final Retry WHEN_OVERLOADED =
      Retry.backoff(8, Duration.ofMillis(100))
          .maxBackoff(Duration.ofSeconds(2))
          .filter(BulkHandler::isOverloaded)
          .onRetryExhaustedThrow((_, retries) -> retries.failure());

  private final CommandBus commands;
  private final Problems problems;
  private final RequestLimits limits;

  public BulkHandler(CommandBus commands, Problems problems, RequestLimits limits) {
    this.commands = commands;
    this.problems = problems;
    this.limits = limits;
  }

  Mono<ServerResponse> book(ServerRequest request) {
    QueryParams.none(request);
    var body = Ndjson.body(request);
    var actor = Callers.of(request);
    return Ndjson.answer(
        Lines.of(body, LINE_BYTES_MAX)
            .concatMap(line -> limits.passBooking(actor).thenReturn(line), 1)
            .publishOn(Ndjson.loopOf(request), 1) // of two lines for one slot the first has it
            .flatMapSequential(line -> answer(request, actor, line), UNDER_WAY, 1));
  }

  private Mono<byte[]> answer(ServerRequest request, Actor actor, Lines.Line line) {
    var key = new LineKey();
    return Mono.fromSupplier(() -> command(actor, line, key))
        .flatMap(command -> commands.send(command).retryWhen(WHEN_OVERLOADED))
        .map(answer -> BulkAnswer.booked(line.number(), key.text, answer))
        .onErrorResume(failure -> Mono.just(refused(request, line, key, failure)));
  }

  /** The key of a line as far as it can be read, so that its refusal can name it. */
  private static final class LineKey {
    private @Nullable String text;
  }

  private static BookSlots command(Actor actor, Lines.Line line, LineKey key) {
    if (line.isTooLong()) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE,
          "body-too-large",
          "The line is larger than " + LINE_BYTES_MAX + " bytes.");
    }
    var body = JsonBody.parse(line.bytes());
    var form =
        body.form(
            fields -> {
              key.text = fields.anyText("key", 0, Integer.MAX_VALUE).optional();
              return new BookingHandler.Wish(fields);
            });
    var name = IdempotencyKeys.checked(key.text);
    var hash = Base64.getEncoder().encodeToString(body.hash());
    return form.value()
        .command(actor, new RequestKey(actor.requireUserId(), OPERATION, name, hash));
  }

  private byte[] refused(ServerRequest request, Lines.Line line, LineKey key, Throwable failure) {
    var problem = problems.of(failure);
    Problems.log(request.exchange(), problem, failure);
    return BulkAnswer.refused(
        line.number(), key.text, problem, Problems.json(problem, request.exchange()));
  }

  private static boolean isOverloaded(Throwable failure) {
    return failure instanceof RejectedException refused
        && refused.rejection() instanceof Overloaded;
  }
}
