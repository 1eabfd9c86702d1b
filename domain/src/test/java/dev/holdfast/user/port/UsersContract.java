package dev.holdfast.user.port;

import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static dev.holdfast.user.UserFixtures.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.UserRejection.EmailTaken;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every {@link Users} keeps. */
public interface UsersContract {
  Users users();

  @Test
  default void nothingIsKeptBeforeSubscription() {
    var created = aUser();
    var neverSubscribed = users().add(created, credentials(anEmail()), someone());
    assertThat(neverSubscribed).isNotNull();
    StepVerifier.create(users().find(created.user().id())).verifyComplete();
  }

  @Test
  default void whoIsAddedIsFoundAsTheyWere() {
    var created = aUser();
    StepVerifier.create(users().add(created, credentials(anEmail()), someone()))
        .expectNext(created.user())
        .verifyComplete();
    StepVerifier.create(users().find(created.user().id()))
        .expectNext(created.user())
        .verifyComplete();
  }

  @Test
  default void anAccountIsFoundByTheHashOfItsAddress() {
    var created = aUser();
    var email = anEmail();
    var credentials = credentials(email);
    users().add(created, credentials, someone()).block();
    StepVerifier.create(users().findByEmail(hash(email)))
        .assertNext(
            account -> {
              assertThat(account.user()).isEqualTo(created.user());
              assertThat(account.password()).isEqualTo(credentials.password());
            })
        .verifyComplete();
  }

  @Test
  default void theUnknownAreNotFound() {
    StepVerifier.create(users().find(UserId.next())).verifyComplete();
    StepVerifier.create(users().findByEmail(hash(anEmail()))).verifyComplete();
  }

  @Test
  default void anAddressBelongsToOnePerson() {
    var email = anEmail();
    var second = aUser();
    users().add(aUser(), credentials(email), someone()).block();
    StepVerifier.create(users().add(second, credentials(email), someone()))
        .verifyErrorSatisfies(UsersContract::assertTaken);
    StepVerifier.create(users().find(second.user().id())).verifyComplete();
  }

  @Test
  default void ofManyWhoWantOneAddressAtOnceExactlyOneGetsIt() {
    var email = anEmail();
    var added =
        Flux.range(0, 8)
            .flatMap(
                _ ->
                    users()
                        .add(aUser(), credentials(email), someone())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> {
                              assertTaken(failure);
                              return Mono.just(0);
                            }),
                8)
            .reduce(Integer::sum);
    StepVerifier.create(added).expectNext(1).verifyComplete();
  }

  @Test
  default void aLoginIsNotedWithoutANewVersion() {
    var created = aUser();
    var later = NOON.plusSeconds(60);
    users().add(created, credentials(anEmail()), someone()).block();
    StepVerifier.create(users().noteLogin(created.user().id(), later)).verifyComplete();
    StepVerifier.create(users().find(created.user().id()))
        .assertNext(
            user -> {
              assertThat(user.lastLoginAt()).isEqualTo(later);
              assertThat(user.version()).isEqualTo(1);
              assertThat(user.updatedAt()).isEqualTo(NOON);
            })
        .verifyComplete();
  }

  private static Email anEmail() {
    return new Email(UUID.randomUUID() + "@example.org");
  }

  private static Actor someone() {
    return Actor.anonymous(new Actor.Origin("a request", "127.0.0.1", "a test"));
  }

  private static void assertTaken(Throwable failure) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    assertThat(((RejectedException) failure).rejection()).isEqualTo(new EmailTaken());
  }
}
