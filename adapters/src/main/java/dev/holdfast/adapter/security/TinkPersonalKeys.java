package dev.holdfast.adapter.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import dev.holdfast.user.port.PersonalKey;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.WrappedKeys;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import reactor.core.publisher.Mono;

/**
 * A Tink keyset per person, kept encrypted under the installation's keyset with the person's id as
 * associated data: a wrapped key put into another person's row does not open. Which of the
 * installation's keys wrapped it stands in front of every ciphertext, so that they can rotate.
 *
 * <p>Unwrapped keys are remembered for {@link #MEMORY}; an erased one is forgotten within it.
 * Without the store of wrapped keys, only persons seen lately have one.
 */
public final class TinkPersonalKeys implements PersonalKeys {
  static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int REMEMBERED_MAX = 10_000;

  private final WrappedKeys store;
  private final Aead keyEncryption;
  private final Cache<UserId, PersonalKey> remembered;

  public TinkPersonalKeys(WrappedKeys store, Secrets secrets) {
    this.store = store;
    this.keyEncryption = secrets.keyEncryption();
    this.remembered =
        Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(MEMORY).build();
  }

  @Override
  public Mono<PersonalKey> of(UserId user) {
    return Mono.defer(
        () -> {
          var known = remembered.getIfPresent(user);
          return known != null ? Mono.just(known) : load(user);
        });
  }

  private Mono<PersonalKey> load(UserId user) {
    return store
        .find(user)
        .map(wrapped -> unwrap(user, wrapped))
        .doOnNext(key -> remembered.put(user, key));
  }

  @Override
  public void forget(UserId user) {
    remembered.invalidate(user);
  }

  @Override
  public NewKey create(UserId user) {
    try {
      var keyset =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
      var wrapped =
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              keyset, keyEncryption, binding(user), AeadConfig2026.get());
      return new NewKey(
          key(user, keyset), new WrappedKey(Base64.getEncoder().encodeToString(wrapped)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a data key", e);
    }
  }

  private PersonalKey unwrap(UserId user, WrappedKey wrapped) {
    try {
      var keyset =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              Base64.getDecoder().decode(wrapped.base64()),
              keyEncryption,
              binding(user),
              AeadConfig2026.get());
      return key(user, keyset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the data key of user " + user + " does not open under the installation's keyset", e);
    }
  }

  private static PersonalKey key(UserId user, KeysetHandle keyset) throws GeneralSecurityException {
    return new TinkPersonalKey(user, keyset.getPrimitive(AeadConfig2026.get(), Aead.class));
  }

  private static byte[] binding(UserId user) {
    return TinkPersonalKey.bytes(user, 0).array();
  }
}
