/** What the resource context needs from outside. */
@NullMarked
package dev.holdfast.resource.port;

import org.jspecify.annotations.NullMarked;
