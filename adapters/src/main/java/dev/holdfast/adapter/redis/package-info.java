/** Redis, and the cache in this process that stands in front of it. */
@NullMarked
package dev.holdfast.adapter.redis;

import org.jspecify.annotations.NullMarked;
