/** Commands, queries, and the two buses that carry each to its one handler. */
@NullMarked
package dev.holdfast.shared.bus;

import org.jspecify.annotations.NullMarked;
