/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.booking;

import org.jspecify.annotations.NullMarked;
