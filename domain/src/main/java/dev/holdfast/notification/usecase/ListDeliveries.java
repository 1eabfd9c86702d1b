package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;

/** The deliveries that the actor may see, newest first. */
public record ListDeliveries(
    Actor actor, @Nullable EndpointId endpoint, @Nullable DeliveryStatus status, Page.Request page)
    implements Query<Page<Delivery>> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
