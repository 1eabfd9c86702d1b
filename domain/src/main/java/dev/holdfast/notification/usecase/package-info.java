/** Deciding who is told what, and telling them. */
@NullMarked
package dev.holdfast.notification.usecase;

import org.jspecify.annotations.NullMarked;
