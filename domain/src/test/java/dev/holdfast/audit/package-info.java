/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.audit;

import org.jspecify.annotations.NullMarked;
