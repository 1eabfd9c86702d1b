/** Calendar arithmetic and entries for calendars, by RFC 5545. */
@NullMarked
package dev.holdfast.adapter.calendar;

import org.jspecify.annotations.NullMarked;
