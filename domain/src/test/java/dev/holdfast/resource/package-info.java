/** Venues and resources, tried. */
@NullMarked
package dev.holdfast.resource;

import org.jspecify.annotations.NullMarked;
