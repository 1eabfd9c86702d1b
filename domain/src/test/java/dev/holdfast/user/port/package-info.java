@NullMarked
package dev.holdfast.user.port;

import org.jspecify.annotations.NullMarked;
