/** One person's claim on slots, and its life. */
@NullMarked
package dev.holdfast.booking;

import org.jspecify.annotations.NullMarked;
