/** What the readers of the log need from outside. */
@NullMarked
package dev.holdfast.feed.port;

import org.jspecify.annotations.NullMarked;
