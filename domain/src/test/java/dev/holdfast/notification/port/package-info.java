/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.notification.port;

import org.jspecify.annotations.NullMarked;
