/** Venues and resources over HTTP, tried. */
@NullMarked
package dev.holdfast.adapter.web.resource;

import org.jspecify.annotations.NullMarked;
