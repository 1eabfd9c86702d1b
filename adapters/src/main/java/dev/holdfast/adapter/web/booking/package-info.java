/** Bookings over HTTP. */
@NullMarked
package dev.holdfast.adapter.web.booking;

import org.jspecify.annotations.NullMarked;
