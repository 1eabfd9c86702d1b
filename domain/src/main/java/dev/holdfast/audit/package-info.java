/** Who changed what: a trail that shows when it has been tampered with. */
@NullMarked
package dev.holdfast.audit;

import org.jspecify.annotations.NullMarked;
