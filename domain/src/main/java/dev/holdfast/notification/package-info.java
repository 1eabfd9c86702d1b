/** What is told to the outside of what happened: webhooks and mail. */
@NullMarked
package dev.holdfast.notification;

import org.jspecify.annotations.NullMarked;
