/** Tests of what every context speaks, and what BlockHound is told for all of them. */
@NullMarked
package dev.holdfast.shared;

import org.jspecify.annotations.NullMarked;
