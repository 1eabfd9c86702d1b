/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.health.usecase;

import org.jspecify.annotations.NullMarked;
