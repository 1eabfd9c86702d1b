/** What every keeper of venues and resources must do. */
@NullMarked
package dev.holdfast.resource.port;

import org.jspecify.annotations.NullMarked;
