package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordPolicy;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.usecase.ChangeEmail;
import dev.holdfast.user.usecase.ChangePassword;
import dev.holdfast.user.usecase.ChangeProfile;
import dev.holdfast.user.usecase.ChangeUser;
import dev.holdfast.user.usecase.SignUp;
import dev.holdfast.user.usecase.UserSearch;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What bodies and queries say about people. */
final class UserForms {
  private static final int EMAIL_LENGTH_MAX = 254;
  private static final int PHONE_LENGTH_MAX = 32;
  private static final int URL_LENGTH_MAX = 2_048;
  private static final int ROLE_LENGTH_MAX = 32;

  /** The roles that people have; the others are not for them. */
  private static final List<String> ROLES = List.of("USER", "MANAGER", "ADMIN");

  private static final String NO_ROLE = "must be USER, MANAGER or ADMIN";
  private static final String NO_EMAIL = "is not an e-mail address";
  private static final String NO_PHONE = "is not a phone number in international form, with +";

  private UserForms() {}

  /** Every field is asked for before the first value is built, which may throw. */
  static SignUp signUp(Actor actor, JsonBody body) {
    var email = email(body).required();
    var password = newPassword(body, "password", email).required();
    var firstName = name(body, "firstName").required();
    var lastName = name(body, "lastName").required();
    var phone = phone(body).optional();
    return new SignUp(
        actor,
        Email.parse(email).orElseThrow(),
        Password.parse(password).orElseThrow(),
        PersonName.parse(firstName).orElseThrow(),
        PersonName.parse(lastName).orElseThrow(),
        phone == null ? null : PhoneNumbers.parse(phone).orElseThrow());
  }

  static ChangeProfile profile(Actor actor, Precondition ifMatch, JsonBody body) {
    var firstName = name(body, "firstName").change();
    var lastName = name(body, "lastName").change();
    var phone = phone(body).changeOrClear();
    var avatarUrl =
        body.text("avatarUrl", 1, URL_LENGTH_MAX)
            .where(UserForms::isWebAddress, "must be an http or https URL")
            .changeOrClear();
    return new ChangeProfile(
        actor,
        ifMatch,
        parsed(firstName, text -> PersonName.parse(text).orElseThrow()),
        parsed(lastName, text -> PersonName.parse(text).orElseThrow()),
        parsed(phone, text -> PhoneNumbers.parse(text).orElseThrow()),
        avatarUrl);
  }

  static ChangeEmail email(Actor actor, JsonBody body) {
    var email = email(body).required();
    var current = currentPassword(body).required();
    return new ChangeEmail(
        actor, Email.parse(email).orElseThrow(), Password.parse(current).orElseThrow());
  }

  /** Whether the new one is too close to the owner's address, only the use case can tell. */
  static ChangePassword password(Actor actor, JsonBody body) {
    var current = currentPassword(body).required();
    var next = newPassword(body, "newPassword", "").required();
    return new ChangePassword(
        actor, Password.parse(current).orElseThrow(), Password.parse(next).orElseThrow());
  }

  static ChangeUser standing(Actor actor, UserId user, Precondition ifMatch, JsonBody body) {
    return new ChangeUser(
        actor,
        user,
        ifMatch,
        parsed(role(body).change(), Role::valueOf),
        body.bool("isActive").change());
  }

  static UserSearch search(QueryParams query) {
    var email = query.<Email>read("email", null, text -> Email.parse(text).orElse(null), NO_EMAIL);
    var phone =
        query.<PhoneNumber>read(
            "phone", null, text -> PhoneNumbers.parse(text).orElse(null), NO_PHONE);
    var firstName = name(query, "firstName");
    var lastName = name(query, "lastName");
    var role =
        query.<Role>read(
            "role", null, text -> ROLES.contains(text) ? Role.valueOf(text) : null, NO_ROLE);
    var isActive = query.bool("active");
    return new UserSearch(
        email.optional(),
        phone.optional(),
        firstName.optional(),
        lastName.optional(),
        role.optional(),
        isActive.optional());
  }

  private static Field<PersonName> name(QueryParams query, String parameter) {
    return query.<PersonName>read(
        parameter, null, text -> PersonName.parse(text).orElse(null), "is not a name");
  }

  private static Field<String> email(JsonBody body) {
    return body.anyText("email", 1, EMAIL_LENGTH_MAX)
        .where(text -> Email.parse(text).isPresent(), NO_EMAIL);
  }

  private static Field<String> phone(JsonBody body) {
    return body.anyText("phone", 1, PHONE_LENGTH_MAX)
        .where(text -> PhoneNumbers.parse(text).isPresent(), NO_PHONE);
  }

  private static Field<String> name(JsonBody body, String field) {
    return body.text(field, 1, PersonName.LENGTH_MAX)
        .where(text -> PersonName.parse(text).isPresent(), "is not a name");
  }

  private static Field<String> currentPassword(JsonBody body) {
    return body.anyText("currentPassword", 1, Password.LENGTH_MAX)
        .where(text -> Password.parse(text).isPresent(), "is too long");
  }

  private static Field<String> newPassword(JsonBody body, String field, String email) {
    return body.anyText(field, PasswordPolicy.LENGTH_MIN, Password.LENGTH_MAX)
        .where(text -> isAllowed(text, email), UserProblems.TOO_EASY);
  }

  private static boolean isAllowed(String password, String email) {
    return Password.parse(password)
        .filter(
            parsed -> PasswordPolicy.weakness(parsed, Email.parse(email).orElse(null)).isEmpty())
        .isPresent();
  }

  private static Field<String> role(JsonBody body) {
    return body.anyText("role", 1, ROLE_LENGTH_MAX).where(ROLES::contains, NO_ROLE);
  }

  private static boolean isWebAddress(String text) {
    try {
      var url = new URI(text);
      var scheme = url.getScheme();
      return scheme != null
          && List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
          && url.getHost() != null
          && url.getUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static <T> Patch<T> parsed(Patch<String> patch, Function<String, @Nullable T> parse) {
    var text = patch.value();
    return new Patch<>(patch.given(), text == null ? null : parse.apply(text));
  }
}
