package dev.holdfast.app.contract;

import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checks each answer on its way to the test, whether the test looks at its body or not. */
final class ContractFilter implements ExchangeFilterFunction {
  private static final byte[] NOTHING = new byte[0];

  private final OpenApiContract contract;

  ContractFilter(OpenApiContract contract) {
    this.contract = contract;
  }

  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    return next.exchange(request).flatMap(response -> check(request, response));
  }

  private Mono<ClientResponse> check(ClientRequest request, ClientResponse response) {
    var status = response.statusCode().value();
    var headers = response.headers().asHttpHeaders();
    var answer =
        contract.answer(request.method().name(), request.url().getRawPath(), status, headers);
    if (answer.isStream() && status < 400) {
      var stream = answer.stream();
      return Mono.just(
          response
              .mutate()
              .body(
                  body ->
                      body.doOnNext(buffer -> stream.next(copy(buffer))).doOnComplete(stream::end))
              .build());
    }
    return DataBufferUtils.join(response.body((message, context) -> message.getBody()))
        .map(ContractFilter::take)
        .defaultIfEmpty(NOTHING)
        .map(
            body -> {
              answer.checkBody(body);
              return response.mutate().body(again(body)).build();
            });
  }

  private static Flux<DataBuffer> again(byte[] body) {
    return body.length == 0
        ? Flux.empty()
        : Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
  }

  private static byte[] take(DataBuffer buffer) {
    var bytes = copy(buffer);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static byte[] copy(DataBuffer buffer) {
    var bytes = new byte[buffer.readableByteCount()];
    buffer.toByteBuffer(ByteBuffer.wrap(bytes));
    return bytes;
  }
}
