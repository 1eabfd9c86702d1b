/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.feed.usecase;

import org.jspecify.annotations.NullMarked;
