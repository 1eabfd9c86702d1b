/** Programs that measure a running server against its targets. */
@NullMarked
package dev.holdfast.load;

import org.jspecify.annotations.NullMarked;
