@NullMarked
package dev.holdfast.user.usecase;

import org.jspecify.annotations.NullMarked;
