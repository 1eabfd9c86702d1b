package dev.holdfast.adapter.webhook;

import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A name server in a test's hands: each question gets the next of the answers told it. */
final class ScriptedNames extends InetNameResolver {
  private final Map<String, Queue<List<InetAddress>>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();

  ScriptedNames() {
    super(ImmediateEventExecutor.INSTANCE);
  }

  /** The next time that it is asked for. */
  ScriptedNames answer(String name, String... addresses) {
    answers
        .computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>())
        .add(Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    return this;
  }

  /** How often it was asked for anything. */
  int questions() {
    return questions.get();
  }

  @Override
  protected void doResolve(String name, Promise<InetAddress> promise) {
    promise.tryFailure(new UnsupportedOperationException("all or none"));
  }

  @Override
  protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
    questions.incrementAndGet();
    var next = answers.getOrDefault(name, new ConcurrentLinkedQueue<>()).poll();
    if (next == null) {
      promise.tryFailure(new UnknownHostException(name));
    } else {
      promise.trySuccess(next);
    }
  }
}
