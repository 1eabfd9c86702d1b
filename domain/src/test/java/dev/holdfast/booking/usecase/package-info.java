/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.booking.usecase;

import org.jspecify.annotations.NullMarked;
