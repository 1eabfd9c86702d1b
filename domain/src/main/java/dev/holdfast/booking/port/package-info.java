/** What booking needs from outside. */
@NullMarked
package dev.holdfast.booking.port;

import org.jspecify.annotations.NullMarked;
