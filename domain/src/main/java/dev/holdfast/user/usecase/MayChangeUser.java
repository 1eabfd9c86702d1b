package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Query;

/**
 * Whether this very version of a user may be changed; refused like the change would be. For when
 * what is wrong with the change itself has to wait for that answer.
 *
 * @param permission {@link Permission#PROFILE_UPDATE} for oneself, {@link Permission#USER_UPDATE}
 *     for anyone
 */
public record MayChangeUser(Actor actor, UserId user, Precondition ifMatch, Permission permission)
    implements Query<Boolean> {}
