/** What telling the outside needs from elsewhere. */
@NullMarked
package dev.holdfast.notification.port;

import org.jspecify.annotations.NullMarked;
