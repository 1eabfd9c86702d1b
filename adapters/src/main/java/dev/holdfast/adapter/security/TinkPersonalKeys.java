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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(TinkPersonalKeys.class);
  static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int REMEMBERED_MAX = 10_000;

  private final WrappedKeys store;
  private final KeyEncryption keyEncryption;
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
      return new NewKey(key(user, keyset), wrap(user, keyset));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a data key", e);
    }
  }

  /**
   * Wraps with the installation's primary key what was wrapped with another. A key that does not
   * open is told and left as it is.
   *
   * @return for how many persons that was to be done; where something else came first, it is not
   */
  public Mono<Long> renew() {
    return store.all().concatMap(this::renew).filter(wasOutdated -> wasOutdated).count();
  }

  private Mono<Boolean> renew(WrappedKeys.Kept kept) {
    if (opens(kept, keyEncryption.primary())) {
      return Mono.just(false);
    }
    try {
      var keyset = unwrapped(kept.user(), kept.key(), keyEncryption.all());
      return store.replace(kept, wrap(kept.user(), keyset)).thenReturn(true);
    } catch (GeneralSecurityException _) {
      LOG.error("the data key of user {} does not open with any key there is", kept.user());
      return Mono.just(false);
    }
  }

  private static boolean opens(WrappedKeys.Kept kept, Aead key) {
    try {
      unwrapped(kept.user(), kept.key(), key);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private PersonalKey unwrap(UserId user, WrappedKey wrapped) {
    try {
      return key(user, unwrapped(user, wrapped, keyEncryption.all()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the data key of user " + user + " does not open under the installation's keyset", e);
    }
  }

  private WrappedKey wrap(UserId user, KeysetHandle keyset) throws GeneralSecurityException {
    var wrapped =
        TinkProtoKeysetFormat.serializeEncryptedKeyset(
            keyset, keyEncryption.all(), binding(user), AeadConfig2026.get());
    return new WrappedKey(Base64.getEncoder().encodeToString(wrapped));
  }

  private static KeysetHandle unwrapped(UserId user, WrappedKey wrapped, Aead key)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(
        Base64.getDecoder().decode(wrapped.base64()), key, binding(user), AeadConfig2026.get());
  }

  private static PersonalKey key(UserId user, KeysetHandle keyset) throws GeneralSecurityException {
    return new TinkPersonalKey(user, keyset.getPrimitive(AeadConfig2026.get(), Aead.class));
  }

  private static byte[] binding(UserId user) {
    return TinkPersonalKey.bytes(user, 0).array();
  }
}
