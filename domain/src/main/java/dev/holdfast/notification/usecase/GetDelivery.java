package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** One delivery. */
public record GetDelivery(Actor actor, DeliveryId delivery) implements Query<Delivery> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
