/** The few concepts that every context speaks. */
@NullMarked
package dev.holdfast.shared;

import org.jspecify.annotations.NullMarked;
