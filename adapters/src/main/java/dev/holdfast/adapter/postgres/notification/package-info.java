/** Notifications, webhook endpoints and their deliveries in PostgreSQL. */
@NullMarked
package dev.holdfast.adapter.postgres.notification;

import org.jspecify.annotations.NullMarked;
