/** How the outside is told. */
@NullMarked
package dev.holdfast.notification.usecase;

import org.jspecify.annotations.NullMarked;
