package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;

/** All deliveries that the actor may see, newest first, as they are asked for. */
public record StreamDeliveries(
    Actor actor, @Nullable EndpointId endpoint, @Nullable DeliveryStatus status)
    implements Query<Delivery> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
