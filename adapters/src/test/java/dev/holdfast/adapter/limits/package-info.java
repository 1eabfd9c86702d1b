/** What is let in, what waits, and what is refused. */
@NullMarked
package dev.holdfast.adapter.limits;

import org.jspecify.annotations.NullMarked;
