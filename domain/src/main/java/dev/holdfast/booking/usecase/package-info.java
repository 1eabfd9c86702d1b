/** What people can ask of bookings, and what the server does to them by itself. */
@NullMarked
package dev.holdfast.booking.usecase;

import org.jspecify.annotations.NullMarked;
