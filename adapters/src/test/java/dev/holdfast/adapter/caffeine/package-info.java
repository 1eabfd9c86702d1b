/** What is remembered, and for how long. */
@NullMarked
package dev.holdfast.adapter.caffeine;

import org.jspecify.annotations.NullMarked;
