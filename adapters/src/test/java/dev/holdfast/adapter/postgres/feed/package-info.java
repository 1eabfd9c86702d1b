/** The same sentences, kept by the real thing. */
@NullMarked
package dev.holdfast.adapter.postgres.feed;

import org.jspecify.annotations.NullMarked;
