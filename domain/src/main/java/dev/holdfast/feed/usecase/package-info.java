/** Following the log: live, and with a checkpoint. */
@NullMarked
package dev.holdfast.feed.usecase;

import org.jspecify.annotations.NullMarked;
