package dev.holdfast.shared;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound takes for waiting and is not: the system's random numbers come from a file that
 * always has some, Jackson makes what reads a type once, under a lock, Netty's allocator holds one
 * for the moments in which it grows, and Lettuce's writers one for the moments in which they are
 * counted. Those are counted down even where counting them up was forbidden: then nobody writes to
 * Redis any more, and whoever tries spins for ever.
 */
public final class HarmlessCalls implements BlockHoundIntegration {
  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
        .allowBlockingCallsInside(
            "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "reallocate")
        .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
        .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive");
  }
}
