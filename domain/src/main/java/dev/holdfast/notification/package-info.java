/** What is told to the outside of what happened: mails to people, webhooks to programs. */
@NullMarked
package dev.holdfast.notification;

import org.jspecify.annotations.NullMarked;
