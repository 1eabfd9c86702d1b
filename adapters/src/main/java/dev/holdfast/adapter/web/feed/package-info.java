/** Server-sent events. */
@NullMarked
package dev.holdfast.adapter.web.feed;

import org.jspecify.annotations.NullMarked;
