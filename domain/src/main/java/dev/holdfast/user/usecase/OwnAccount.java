package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.LostRace;
import dev.holdfast.user.Account;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordPolicy;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.User;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.WeakPassword;
import dev.holdfast.user.UserRejection.WrongPassword;
import dev.holdfast.user.port.Belongings;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.Passwords;
import dev.holdfast.user.port.PersonalKey;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.Users;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What people do to their own accounts, up to leaving. */
public final class OwnAccount {
  private final Users users;
  private final People people;
  private final PersonalKeys keys;
  private final LookupHashes hashes;
  private final Passwords passwords;
  private final Belongings belongings;
  private final InstantSource clock;

  public OwnAccount(
      Users users,
      People people,
      PersonalKeys keys,
      LookupHashes hashes,
      Passwords passwords,
      Belongings belongings,
      InstantSource clock) {
    this.users = users;
    this.people = people;
    this.keys = keys;
    this.hashes = hashes;
    this.passwords = passwords;
    this.belongings = belongings;
    this.clock = clock;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(CommandBus commands) {
    commands
        .handle(ChangeProfile.class, this::changeProfile)
        .handle(ChangeEmail.class, this::changeEmail)
        .handle(ChangePassword.class, this::changePassword)
        .handle(EraseMe.class, this::erase);
  }

  /** A user as kept, with the key that opens it and what it says when opened. */
  private record Opened(User user, PersonalKey key, Profile profile) {}

  private Mono<Opened> opened(User user) {
    return keys.of(user.id())
        .map(key -> new Opened(user, key, Profile.of(user, key)))
        .switchIfEmpty(People.notFound());
  }

  Mono<Profile> changeProfile(ChangeProfile command) {
    return people
        .changeable(command.actor().requireUserId(), command.ifMatch())
        .flatMap(this::opened)
        .flatMap(before -> presented(command, before))
        .retryWhen(LostRace.retryUnlessSeen(command.ifMatch()));
  }

  private Mono<Profile> presented(ChangeProfile command, Opened before) {
    var profile = before.profile();
    var firstName = command.firstName().or(new PersonName(profile.firstName()));
    var lastName = command.lastName().or(new PersonName(profile.lastName()));
    var phone = command.phone().orKeep(phone(profile));
    var avatarUrl = command.avatarUrl().orKeep(profile.avatarUrl());
    if (firstName.text().equals(profile.firstName())
        && lastName.text().equals(profile.lastName())
        && Objects.equals(phone, phone(profile))
        && Objects.equals(avatarUrl, profile.avatarUrl())) {
      return Mono.just(profile);
    }
    var key = before.key();
    var changed =
        before
            .user()
            .present(
                key.seal(PersonalColumns.FIRST_NAME, firstName.text()),
                key.seal(PersonalColumns.LAST_NAME, lastName.text()),
                sealedPhone(key, phone),
                avatarUrl,
                clock.instant());
    var lookup = hashes.of(new Email(profile.email()), firstName, lastName, phone);
    return users.save(changed, lookup, null, command.actor()).map(user -> Profile.of(user, key));
  }

  private static @Nullable PhoneNumber phone(Profile profile) {
    var text = profile.phone();
    return text == null ? null : new PhoneNumber(text);
  }

  private static @Nullable Sealed sealedPhone(PersonalKey key, @Nullable PhoneNumber phone) {
    return phone == null ? null : key.seal(PersonalColumns.PHONE, phone.text());
  }

  /** The address is only looked for once it is sure who asks, so that nobody learns of others'. */
  Mono<Profile> changeEmail(ChangeEmail command) {
    return proven(command.actor(), command.current())
        .flatMap(account -> opened(account.user()))
        .flatMap(before -> readdressed(command, before))
        .retryWhen(LostRace.retry());
  }

  private Mono<Profile> readdressed(ChangeEmail command, Opened before) {
    var profile = before.profile();
    var email = command.email();
    if (email.text().equals(profile.email())) {
      return Mono.just(profile);
    }
    var changed =
        before
            .user()
            .readdress(before.key().seal(PersonalColumns.EMAIL, email.text()), clock.instant());
    var lookup =
        hashes.of(
            email,
            new PersonName(profile.firstName()),
            new PersonName(profile.lastName()),
            phone(profile));
    return users
        .findByEmail(lookup.email())
        .flatMap(_ -> Mono.<Profile>error(() -> new RejectedException(new EmailTaken())))
        .switchIfEmpty(
            Mono.defer(() -> users.save(changed, lookup, null, command.actor()))
                .map(user -> Profile.of(user, before.key())));
  }

  Mono<Void> changePassword(ChangePassword command) {
    return proven(command.actor(), command.current())
        .delayUntil(account -> requireStrong(command.next(), account.user()))
        .flatMap(account -> repassworded(command, account))
        .then();
  }

  private Mono<Opened> requireStrong(Password next, User user) {
    return opened(user)
        .doOnNext(
            owner ->
                PasswordPolicy.weakness(next, new Email(owner.profile().email()))
                    .ifPresent(
                        weakness -> {
                          throw new RejectedException(new WeakPassword("newPassword", weakness));
                        }));
  }

  /** Of two passwords that are set at once the second is refused: its old one is right no more. */
  private Mono<User> repassworded(ChangePassword command, Account proven) {
    return passwords
        .hash(command.next())
        .flatMap(
            hash ->
                users
                    .findAccount(proven.user().id())
                    .filter(account -> account.password().equals(proven.password()))
                    .switchIfEmpty(wrongPassword())
                    .map(account -> account.user().repassword(clock.instant()))
                    .flatMap(changed -> users.save(changed, null, hash, command.actor()))
                    .retryWhen(LostRace.retry()));
  }

  /** The account, once its password has shown that it is the owner who asks. */
  private Mono<Account> proven(Actor actor, Password current) {
    return users
        .findAccount(actor.requireUserId())
        .switchIfEmpty(People.notFound())
        .filterWhen(account -> passwords.matches(current, account.password()))
        .switchIfEmpty(wrongPassword());
  }

  private static Mono<Account> wrongPassword() {
    return Mono.error(() -> new RejectedException(new WrongPassword()));
  }

  /**
   * First the person lets go of what is still to come, as only they can while they are there; once
   * more afterwards, for what they took meanwhile.
   */
  Mono<Void> erase(EraseMe command) {
    var actor = command.actor();
    var id = actor.requireUserId();
    return users
        .find(id)
        .switchIfEmpty(People.notFound())
        .flatMap(_ -> belongings.letGo(actor))
        .then(Mono.defer(() -> erased(id, actor)))
        .then(Mono.defer(() -> belongings.letGo(actor)));
  }

  private Mono<Void> erased(UserId id, Actor actor) {
    return users
        .find(id)
        .flatMap(user -> users.erase(user.erase(clock.instant()), actor))
        .retryWhen(LostRace.retry())
        .doOnSuccess(_ -> keys.forget(id));
  }
}
