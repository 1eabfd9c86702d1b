package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/** Sends something once more, under the same id, whatever has become of it. */
public record ReplayDelivery(Actor actor, DeliveryId delivery) implements Command<Delivery> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
