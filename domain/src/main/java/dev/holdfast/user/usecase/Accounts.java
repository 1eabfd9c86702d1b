package dev.holdfast.user.usecase;

import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.PasswordPolicy;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.WeakPassword;
import dev.holdfast.user.port.LookupHashes;
import dev.holdfast.user.port.Passwords;
import dev.holdfast.user.port.PersonalKey;
import dev.holdfast.user.port.PersonalKeys;
import dev.holdfast.user.port.Users;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes accounts. */
public final class Accounts {
  private final Users users;
  private final PersonalKeys keys;
  private final LookupHashes hashes;
  private final Passwords passwords;
  private final InstantSource clock;

  public Accounts(
      Users users,
      PersonalKeys keys,
      LookupHashes hashes,
      Passwords passwords,
      InstantSource clock) {
    this.users = users;
    this.keys = keys;
    this.hashes = hashes;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(CommandBus commands) {
    commands.handle(SignUp.class, this::signUp);
  }

  /**
   * A known address is refused before its password is hashed, which costs more than all the rest;
   * of two who sign up with one address at once, the database picks one.
   */
  Mono<Profile> signUp(SignUp command) {
    if (command.role() != Role.USER && !command.actor().isAdmin()) {
      return Mono.error(() -> new RejectedException(new Forbidden(command.permission())));
    }
    var weakness = PasswordPolicy.weakness(command.password(), command.email());
    if (weakness.isPresent()) {
      return Mono.error(() -> new RejectedException(new WeakPassword("password", weakness.get())));
    }
    return refuseIfTaken(hashes.ofEmail(command.email()))
        .then(passwords.hash(command.password()))
        .flatMap(hash -> keep(command, hash));
  }

  private Mono<Void> refuseIfTaken(LookupHash email) {
    return users
        .findByEmail(email)
        .flatMap(_ -> Mono.error(() -> new RejectedException(new EmailTaken())));
  }

  private Mono<Profile> keep(SignUp command, PasswordHash hash) {
    var id = UserId.next();
    var key = keys.create(id);
    var created = created(id, command, key.key());
    var lookup =
        hashes.of(command.email(), command.firstName(), command.lastName(), command.phone());
    var credentials = new Credentials(lookup, hash, key.wrapped());
    return users
        .add(created, credentials, command.actor())
        .map(user -> Profile.of(user, key.key()));
  }

  private UserCreated created(UserId id, SignUp command, PersonalKey key) {
    return User.signUp(
        id,
        key.seal(PersonalColumns.EMAIL, command.email().text()),
        key.seal(PersonalColumns.FIRST_NAME, command.firstName().text()),
        key.seal(PersonalColumns.LAST_NAME, command.lastName().text()),
        sealedPhone(command, key),
        command.role(),
        clock.instant());
  }

  private static @Nullable Sealed sealedPhone(SignUp command, PersonalKey key) {
    var phone = command.phone();
    return phone == null ? null : key.seal(PersonalColumns.PHONE, phone.text());
  }
}
