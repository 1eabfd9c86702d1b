/** What can be done with accounts and sessions. */
@NullMarked
package dev.holdfast.user.usecase;

import org.jspecify.annotations.NullMarked;
