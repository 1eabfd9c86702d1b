/** What one process remembers for a few seconds. */
@NullMarked
package dev.holdfast.adapter.caffeine;

import org.jspecify.annotations.NullMarked;
