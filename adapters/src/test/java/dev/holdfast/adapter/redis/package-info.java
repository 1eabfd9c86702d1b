/** The same sentences, kept by the real thing. */
@NullMarked
package dev.holdfast.adapter.redis;

import org.jspecify.annotations.NullMarked;
