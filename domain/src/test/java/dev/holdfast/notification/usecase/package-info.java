/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.notification.usecase;

import org.jspecify.annotations.NullMarked;
