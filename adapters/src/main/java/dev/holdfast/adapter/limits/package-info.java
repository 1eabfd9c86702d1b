/** How much is done at once, and what is refused so that the rest keeps its pace. */
@NullMarked
package dev.holdfast.adapter.limits;

import org.jspecify.annotations.NullMarked;
