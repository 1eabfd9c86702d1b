/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.audit.usecase;

import org.jspecify.annotations.NullMarked;
