/** What people's accounts need from outside. */
@NullMarked
package dev.holdfast.user.port;

import org.jspecify.annotations.NullMarked;
