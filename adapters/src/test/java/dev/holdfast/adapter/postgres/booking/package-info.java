/** Bookings against a real PostgreSQL. */
@NullMarked
package dev.holdfast.adapter.postgres.booking;

import org.jspecify.annotations.NullMarked;
