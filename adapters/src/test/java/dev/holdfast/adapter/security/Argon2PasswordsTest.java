package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.RejectedException;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.UserRejection.SignInsBusy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

class Argon2PasswordsTest {
  private static final Password RIGHT = new Password("nine violet umbrellas");
  private static final Password WRONG = new Password("nine violet umbrellas!");

  private final Argon2Passwords passwords = new Argon2Passwords(1, 2);

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void thePasswordMatchesItsHashAndNoOther() {
    var hash = passwords.hash(RIGHT).blockOptional().orElseThrow();
    StepVerifier.create(passwords.matches(RIGHT, hash)).expectNext(true).verifyComplete();
    StepVerifier.create(passwords.matches(WRONG, hash)).expectNext(false).verifyComplete();
  }

  @Test
  void whatIsKeptIsArgon2idWithTheAgreedParametersAndASaltOfItsOwn() {
    StepVerifier.create(Mono.zip(passwords.hash(RIGHT), passwords.hash(RIGHT)))
        .assertNext(
            two -> {
              assertThat(two.getT1().encoded()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
              assertThat(two.getT1()).isNotEqualTo(two.getT2());
            })
        .verifyComplete();
  }

  @Test
  void aHashWithLesserParametersIsOutdated() {
    var salted = "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    var lighter = new PasswordHash("$argon2id$v=19$m=9216,t=2,p=1" + salted);
    var quicker = new PasswordHash("$argon2id$v=19$m=19456,t=1,p=1" + salted);
    var current = passwords.hash(RIGHT).blockOptional().orElseThrow();
    assertThat(passwords.isOutdated(lighter)).isTrue();
    assertThat(passwords.isOutdated(quicker)).isTrue();
    assertThat(passwords.isOutdated(current)).isFalse();
  }

  @Test
  void nobodyHasAPassword() {
    StepVerifier.create(passwords.matches(RIGHT, null)).expectNext(false).verifyComplete();
    StepVerifier.create(passwords.matches(new Password("nobody's password"), null))
        .expectNext(false)
        .verifyComplete();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=1048576,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
        "$argon2id$v=19$m=19456,t=999999999,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
        "$argon2id$v=19$m=19456,t=2,p=255$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
        "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
        "nine violet umbrellas",
        ""
      })
  void aKeptHashThatNamesAnotherPriceIsNotPaid(String encoded) {
    StepVerifier.create(passwords.matches(RIGHT, new PasswordHash(encoded)))
        .verifyError(IllegalStateException.class);
    StepVerifier.create(passwords.hash(RIGHT)).expectNextCount(1).verifyComplete();
  }

  @Test
  void beyondThePermitsEveryoneIsRefusedAtOnceAndThenLetInAgain() {
    var answers =
        Flux.range(0, 10)
            .flatMap(
                _ ->
                    passwords
                        .hash(RIGHT)
                        .map(_ -> "hashed")
                        .onErrorResume(failure -> Mono.just(refusal(failure))),
                10)
            .collectList();
    StepVerifier.create(answers)
        .assertNext(
            list -> {
              assertThat(list).filteredOn("hashed"::equals).hasSize(3);
              assertThat(list).filteredOn("SignInsBusy[]"::equals).hasSize(7);
            })
        .verifyComplete();
    StepVerifier.create(passwords.hash(RIGHT)).expectNextCount(1).verifyComplete();
  }

  @Test
  void whoHangsUpKeepsThePermitUntilTheWorkIsDone() {
    for (var i = 0; i < 3; i++) {
      passwords.hash(RIGHT).subscribe().dispose();
    }
    StepVerifier.create(passwords.hash(RIGHT))
        .verifyErrorSatisfies(failure -> assertThat(refusal(failure)).isEqualTo("SignInsBusy[]"));
    var later = passwords.hash(RIGHT).retryWhen(Retry.fixedDelay(100, Duration.ofMillis(50)));
    StepVerifier.create(later).expectNextCount(1).verifyComplete();
  }

  @Test
  void theWorkLeavesTheThreadsThatMustNotBlock() {
    var answer =
        passwords
            .hash(RIGHT)
            .flatMap(hash -> passwords.matches(RIGHT, hash))
            .subscribeOn(Schedulers.parallel());
    StepVerifier.create(answer).expectNext(true).verifyComplete();
  }

  private static String refusal(Throwable failure) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    var rejection = ((RejectedException) failure).rejection();
    assertThat(rejection).isInstanceOf(SignInsBusy.class);
    return rejection.toString();
  }
}
