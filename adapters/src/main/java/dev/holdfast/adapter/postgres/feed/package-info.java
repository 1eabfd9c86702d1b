/** The log and its consumers' checkpoints in PostgreSQL. */
@NullMarked
package dev.holdfast.adapter.postgres.feed;

import org.jspecify.annotations.NullMarked;
