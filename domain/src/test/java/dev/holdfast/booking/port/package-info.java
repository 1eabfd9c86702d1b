/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.booking.port;

import org.jspecify.annotations.NullMarked;
