/** Venues and resources over HTTP. */
@NullMarked
package dev.holdfast.adapter.web.resource;

import org.jspecify.annotations.NullMarked;
