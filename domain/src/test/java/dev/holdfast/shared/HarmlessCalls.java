package dev.holdfast.shared;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound takes for waiting and is not: the system's random numbers come from a file that
 * always has some.
 */
public final class HarmlessCalls implements BlockHoundIntegration {
  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
  }
}
