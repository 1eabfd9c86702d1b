/** Venues and what can be booked there; when it is open, when it is free, what it costs. */
@NullMarked
package dev.holdfast.resource;

import org.jspecify.annotations.NullMarked;
