package dev.holdfast.adapter.postgres.user;

import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.User;
import dev.holdfast.user.WrappedKey;
import dev.holdfast.user.port.WrappedKeys;
import dev.holdfast.user.port.WrappedKeys.Kept;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PostgresWrappedKeysIT {
  private static final WrappedKey OTHER = new WrappedKey("b3RoZXI=");

  private final PostgresUsers users =
      new PostgresUsers(TestDatabase.database(), TestDatabase.journal());
  private final WrappedKeys keys = new PostgresWrappedKeys(TestDatabase.database());

  @Test
  void everyKeyIsThereOnceHoweverManyThereAre() {
    var added = IntStream.range(0, 501).mapToObj(_ -> add().id()).collect(Collectors.toSet());
    var all = keys.all().filter(kept -> added.contains(kept.user())).collectList().block();
    assertThat(requireNonNull(all)).hasSize(added.size());
    assertThat(all.stream().map(Kept::user)).containsExactlyInAnyOrderElementsOf(added);
    assertThat(all)
        .allSatisfy(kept -> assertThat(keys.find(kept.user()).block()).isEqualTo(kept.key()));
  }

  @Test
  void aKeyIsReplacedAndNothingElseChanges() {
    var user = add();
    var kept = kept(user.id());
    StepVerifier.create(keys.replace(kept, OTHER)).expectNext(true).verifyComplete();
    assertThat(kept(user.id()).key()).isEqualTo(OTHER);
    assertThat(users.find(user.id()).block()).isEqualTo(user);
  }

  @Test
  void aKeyThatHasBeenReplacedMeanwhileIsNotReplaced() {
    var user = add().id();
    var kept = kept(user);
    keys.replace(kept, OTHER).block();
    StepVerifier.create(keys.replace(kept, new WrappedKey("dGhpcmQ=")))
        .expectNext(false)
        .verifyComplete();
    assertThat(kept(user).key()).isEqualTo(OTHER);
  }

  @Test
  void theKeyOfWhoHasBeenErasedDoesNotComeBack() {
    var user = add();
    var kept = kept(user.id());
    users.erase(user.erase(NOON), someone()).block();
    StepVerifier.create(keys.replace(kept, OTHER)).expectNext(false).verifyComplete();
    StepVerifier.create(keys.find(user.id())).verifyComplete();
    StepVerifier.create(keys.all().filter(each -> each.user().equals(user.id()))).verifyComplete();
  }

  private User add() {
    var email = new Email(UUID.randomUUID() + "@example.org");
    return requireNonNull(users.add(aUser(), credentials(email), someone()).block());
  }

  private static Actor someone() {
    return Actor.anonymous(new Actor.Origin("a request", "127.0.0.1", "a test"));
  }

  private Kept kept(UserId user) {
    return new Kept(user, requireNonNull(keys.find(user).block()));
  }
}
