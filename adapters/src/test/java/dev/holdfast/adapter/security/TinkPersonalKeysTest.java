package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.WrappedKey;
import dev.holdfast.user.port.PersonalKey;
import dev.holdfast.user.port.WrappedKeys;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TinkPersonalKeysTest {
  private static final UserId ADA = UserId.next();
  private static final UserId GRACE = UserId.next();

  private final Map<UserId, WrappedKey> rows = new ConcurrentHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final WrappedKeys store =
      new WrappedKeys() {
        @Override
        public Mono<WrappedKey> find(UserId user) {
          return Mono.fromSupplier(
              () -> {
                reads.incrementAndGet();
                return rows.get(user);
              });
        }

        @Override
        public Flux<Kept> all() {
          return Flux.fromIterable(Map.copyOf(rows).entrySet())
              .map(row -> new Kept(row.getKey(), row.getValue()));
        }

        @Override
        public Mono<Boolean> replace(Kept kept, WrappedKey by) {
          return Mono.fromSupplier(() -> rows.replace(kept.user(), kept.key(), by));
        }
      };
  private final Secrets secrets = TestSecrets.fresh();
  private final TinkPersonalKeys keys = new TinkPersonalKeys(store, secrets);

  @Test
  void whatIsSealedOpensWithTheKeptKey() {
    var sealed = kept(ADA).seal("users.email", "ada@example.org");
    StepVerifier.create(keys.of(ADA).map(key -> key.open("users.email", sealed).orElse("")))
        .expectNext("ada@example.org")
        .verifyComplete();
  }

  @Test
  void aTextOpensInItsOwnColumnOnly() {
    var key = kept(ADA);
    var sealed = key.seal("users.first_name", "Ada");
    assertThat(key.open("users.last_name", sealed)).isEmpty();
    assertThat(key.open("users.first_name", sealed)).contains("Ada");
  }

  @Test
  void aTextOpensInItsOwnRowOnly() {
    var sealed = kept(ADA).seal("users.email", "ada@example.org");
    assertThat(kept(GRACE).open("users.email", sealed)).isEmpty();
  }

  @Test
  void aWrappedKeyPutIntoAnotherRowDoesNotOpen() {
    kept(ADA);
    rows.put(GRACE, keys.create(ADA).wrapped());
    StepVerifier.create(keys.of(GRACE)).verifyError(IllegalStateException.class);
  }

  @Test
  void aWrappedKeyDoesNotOpenInAnotherInstallation() {
    kept(ADA);
    var elsewhere = new TinkPersonalKeys(store, TestSecrets.fresh());
    StepVerifier.create(elsewhere.of(ADA)).verifyError(IllegalStateException.class);
  }

  @Test
  void aKeyThatIsForgottenIsAskedForAgain() {
    kept(ADA);
    keys.of(ADA).block();
    rows.remove(ADA);
    StepVerifier.create(keys.of(ADA)).expectNextCount(1).verifyComplete();
    keys.forget(ADA);
    StepVerifier.create(keys.of(ADA)).verifyComplete();
  }

  @Test
  void aDamagedTextDoesNotOpen() {
    var key = kept(ADA);
    var bytes = Base64.getDecoder().decode(key.seal("users.email", "ada@example.org").sealed());
    for (var i = 0; i < bytes.length; i++) {
      var damaged = bytes.clone();
      damaged[i] ^= 1;
      var sealed = new Sealed(Base64.getEncoder().encodeToString(damaged));
      assertThat(key.open("users.email", sealed)).as("byte " + i).isEmpty();
    }
    assertThat(key.open("users.email", new Sealed("not Base64!"))).isEmpty();
    assertThat(key.open("users.email", new Sealed(""))).isEmpty();
  }

  @Test
  void noNonceIsUsedTwice() {
    var key = kept(ADA);
    var nonces = new HashSet<String>();
    for (var i = 0; i < 10_000; i++) {
      var sealed = Base64.getDecoder().decode(key.seal("users.email", "ada").sealed());
      nonces.add(Arrays.toString(Arrays.copyOfRange(sealed, 5, 17))); // behind Tink's prefix
    }
    assertThat(nonces).hasSize(10_000);
  }

  @Test
  void thereIsNoKeyForTheUnknown() {
    StepVerifier.create(keys.of(UserId.next())).verifyComplete();
  }

  @Test
  void aKeyIsReadOnceAndThenRemembered() {
    kept(ADA);
    StepVerifier.create(keys.of(ADA).then(keys.of(ADA))).expectNextCount(1).verifyComplete();
    assertThat(reads).hasValue(1);
  }

  @Test
  void nothingBlocksTheThreadsThatMustNot() {
    rows.put(ADA, keys.create(ADA).wrapped());
    var hashes = new HmacLookupHashes(secrets);
    var work =
        keys.of(ADA)
            .map(key -> key.open("c", key.seal("c", "text")).orElse(""))
            .doOnNext(_ -> keys.create(GRACE))
            .doOnNext(_ -> hashes.ofEmail(new Email("ada@example.org")))
            .subscribeOn(Schedulers.parallel());
    StepVerifier.create(work).expectNext("text").verifyComplete();
  }

  @Test
  void whatAnotherKeyHasWrappedIsWrappedAnewAndOpensWithoutThatKey() {
    var times = TestSecrets.Rotation.fresh();
    var text = kept(ADA, new TinkPersonalKeys(store, times.before())).seal("users.email", "ada@");
    kept(GRACE, new TinkPersonalKeys(store, times.promoted()));
    var graces = rows.get(GRACE);

    StepVerifier.create(new TinkPersonalKeys(store, times.added()).renew())
        .expectNext(1L) // Grace's, which is under a key that is not in use yet
        .verifyComplete();
    StepVerifier.create(new TinkPersonalKeys(store, times.promoted()).renew())
        .expectNext(2L)
        .verifyComplete();
    assertThat(rows.get(GRACE)).isNotEqualTo(graces);
    StepVerifier.create(new TinkPersonalKeys(store, times.promoted()).renew())
        .expectNext(0L)
        .verifyComplete();
    StepVerifier.create(
            new TinkPersonalKeys(store, times.withoutOld())
                .of(ADA)
                .map(key -> key.open("users.email", text).orElse("")))
        .expectNext("ada@")
        .verifyComplete();
  }

  @Test
  void aKeyThatDoesNotOpenIsLeftAsItIsAndKeepsNoOtherFromBeingRenewed() {
    var times = TestSecrets.Rotation.fresh();
    kept(ADA, new TinkPersonalKeys(store, times.before()));
    kept(GRACE);
    var strange = rows.get(GRACE);
    StepVerifier.create(new TinkPersonalKeys(store, times.promoted()).renew())
        .expectNext(1L)
        .verifyComplete();
    assertThat(rows.get(GRACE)).isEqualTo(strange);
  }

  private PersonalKey kept(UserId user) {
    return kept(user, keys);
  }

  private PersonalKey kept(UserId user, TinkPersonalKeys by) {
    var made = by.create(user);
    rows.put(user, made.wrapped());
    return made.key();
  }
}
