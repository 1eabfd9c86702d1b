package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;
import static org.springframework.http.HttpStatus.UNAUTHORIZED;

import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.shared.Rejection;
import dev.holdfast.user.UserRejection;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.InvalidCredentials;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.SignInsBusy;
import dev.holdfast.user.UserRejection.TokenReuse;
import dev.holdfast.user.UserRejection.WeakPassword;
import dev.holdfast.user.UserRejection.WrongPassword;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** How refusals about accounts and sessions are answered. */
public final class UserProblems implements RejectionProblems {
  static final String TOO_EASY = "is too easy to guess";

  /** A 401 names a way in (RFC 9110 §11.6.1): here, an access token. */
  private static final String CHALLENGE = "Bearer";

  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof UserRejection user ? Optional.of(problem(user)) : Optional.empty();
  }

  private static Problem problem(UserRejection rejection) {
    return switch (rejection) {
      case EmailTaken _ ->
          Problem.of(CONFLICT, "email-taken", "Someone has signed up with this e-mail address.");
      case InvalidCredentials _ ->
          unauthorized("invalid-credentials", "The e-mail address or the password is wrong.");
      case InvalidToken _ ->
          unauthorized("invalid-token", "The refresh token is not valid (any more): sign in.");
      case TokenReuse _ ->
          unauthorized(
              "token-reuse", "The refresh token was used before; its session has ended: sign in.");
      case WeakPassword(var field, _) -> Problem.validation("/" + field, TOO_EASY);
      case WrongPassword _ ->
          Problem.of(FORBIDDEN, "wrong-password", "The current password is another one.");
      case SignInsBusy _ ->
          Problem.of(SERVICE_UNAVAILABLE, "overloaded", "Too many are signing in; try again soon.")
              .retryAfter(1);
    };
  }

  private static Problem unauthorized(String code, String detail) {
    return Problem.of(UNAUTHORIZED, code, detail).header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
  }
}
