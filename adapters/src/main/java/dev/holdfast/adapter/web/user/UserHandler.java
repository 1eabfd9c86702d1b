package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordPolicy;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.usecase.GetProfile;
import dev.holdfast.user.usecase.Profile;
import dev.holdfast.user.usecase.SignUp;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Accounts: {@link Profile} has the fields of the contract and is answered as it is. */
public final class UserHandler {
  private static final int EMAIL_LENGTH_MAX = 254;
  private static final int PHONE_LENGTH_MAX = 32;

  private final CommandBus commands;
  private final QueryBus queries;

  public UserHandler(CommandBus commands, QueryBus queries) {
    this.commands = commands;
    this.queries = queries;
  }

  Mono<ServerResponse> signUp(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> body.as(form -> signUp(actor, form)))
        .flatMap(commands::send)
        .flatMap(
            profile -> Answers.created("/v1/users/" + profile.id(), profile, profile.version()));
  }

  /** Every field is asked for before the first value is built, which may throw. */
  private static SignUp signUp(Actor actor, JsonBody body) {
    var email =
        body.anyText("email", 1, EMAIL_LENGTH_MAX)
            .where(text -> Email.parse(text).isPresent(), "is not an e-mail address")
            .required();
    var password =
        body.anyText("password", PasswordPolicy.LENGTH_MIN, Password.LENGTH_MAX)
            .where(text -> isAllowed(text, email), UserProblems.TOO_EASY)
            .required();
    var firstName = name(body, "firstName");
    var lastName = name(body, "lastName");
    var phone =
        body.anyText("phone", 1, PHONE_LENGTH_MAX)
            .where(
                text -> PhoneNumber.parse(text).isPresent(),
                "is not a phone number in international form, with +")
            .optional();
    return new SignUp(
        actor,
        Email.parse(email).orElseThrow(),
        Password.parse(password).orElseThrow(),
        PersonName.parse(firstName).orElseThrow(),
        PersonName.parse(lastName).orElseThrow(),
        phone(phone));
  }

  private static boolean isAllowed(String password, String email) {
    return Password.parse(password)
        .filter(
            parsed -> PasswordPolicy.weakness(parsed, Email.parse(email).orElse(null)).isEmpty())
        .isPresent();
  }

  private static String name(JsonBody body, String field) {
    return body.text(field, 1, PersonName.LENGTH_MAX)
        .where(text -> PersonName.parse(text).isPresent(), "is not a name")
        .required();
  }

  private static @Nullable PhoneNumber phone(@Nullable String typed) {
    return typed == null ? null : PhoneNumber.parse(typed).orElseThrow();
  }

  Mono<ServerResponse> showMe(ServerRequest request) {
    QueryParams.none(request);
    return queries
        .ask(new GetProfile(Callers.of(request)))
        .flatMap(profile -> Answers.ok(profile, profile.version()));
  }
}
