/** How what we depend on is asked whether it is there. */
@NullMarked
package dev.holdfast.health.port;

import org.jspecify.annotations.NullMarked;
