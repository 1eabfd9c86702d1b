/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.notification;

import org.jspecify.annotations.NullMarked;
