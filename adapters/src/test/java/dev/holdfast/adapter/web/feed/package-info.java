/** Streams over a real connection. */
@NullMarked
package dev.holdfast.adapter.web.feed;

import org.jspecify.annotations.NullMarked;
