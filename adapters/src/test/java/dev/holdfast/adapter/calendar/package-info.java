/** Recurrence rules, tried. */
@NullMarked
package dev.holdfast.adapter.calendar;

import org.jspecify.annotations.NullMarked;
