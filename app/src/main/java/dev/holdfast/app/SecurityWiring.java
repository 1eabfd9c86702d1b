package dev.holdfast.app;

import dev.holdfast.adapter.security.Argon2Passwords;
import dev.holdfast.adapter.security.HmacLookupHashes;
import dev.holdfast.adapter.security.JwtAccessTokens;
import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.security.SigningKeys;
import dev.holdfast.adapter.security.TinkPersonalKeys;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.WrappedKeys;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keys, tokens and passwords. */
@Configuration(proxyBeanMethods = false)
class SecurityWiring {
  /** How many sign-ins may wait for a thread; the rest is told to come back. */
  private static final int SIGN_INS_WAITING = 64;

  /**
   * The backends come first: the directory is theirs, one process at a time may use it, and in
   * production nothing of what follows is reached without one ({@link ProductionRules}).
   */
  @Bean
  Secrets secrets(Settings settings, @SuppressWarnings("unused") Backends backends) {
    var given = settings.secrets().dir();
    if (given != null) {
      return Secrets.load(given);
    }
    var own = settings.data().dir().resolve("secrets");
    if (!Secrets.existIn(own)) {
      Secrets.generate(own);
    }
    return Secrets.load(own);
  }

  @Bean
  Argon2Passwords passwords() {
    return new Argon2Passwords(Runtime.getRuntime().availableProcessors(), SIGN_INS_WAITING);
  }

  @Bean
  SigningKeys signingKeys(Secrets secrets) {
    return secrets.signingKeys();
  }

  @Bean
  JwtAccessTokens accessTokens(SigningKeys keys, Settings settings, InstantSource clock) {
    var tokens = settings.tokens();
    return new JwtAccessTokens(keys, tokens.issuer(), tokens.audience(), clock);
  }

  @Bean
  LookupHashes lookupHashes(Secrets secrets) {
    return new HmacLookupHashes(secrets);
  }

  @Bean
  TinkPersonalKeys personalKeys(WrappedKeys wrappedKeys, Secrets secrets) {
    return new TinkPersonalKeys(wrappedKeys, secrets);
  }
}
