/** How often something may be asked for. */
@NullMarked
package dev.holdfast.shared.limit;

import org.jspecify.annotations.NullMarked;
