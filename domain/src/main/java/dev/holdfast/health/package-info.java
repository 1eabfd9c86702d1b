/** Whether bookings can be taken, and what is away. */
@NullMarked
package dev.holdfast.health;

import org.jspecify.annotations.NullMarked;
