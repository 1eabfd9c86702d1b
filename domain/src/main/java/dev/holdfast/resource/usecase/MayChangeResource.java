package dev.holdfast.resource.usecase;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Query;

/**
 * May the actor change this resource, in the version they have seen? Answers true, or refuses as
 * the change itself would before it looks at what is asked.
 */
public record MayChangeResource(Actor actor, ResourceId resource, Precondition precondition)
    implements Query<Boolean> {
  @Override
  public Permission permission() {
    return Permission.RESOURCE_MANAGE;
  }
}
