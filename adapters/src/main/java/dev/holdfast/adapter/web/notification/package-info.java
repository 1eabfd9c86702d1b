/** Webhook endpoints and their deliveries over HTTP, and what is sent. */
@NullMarked
package dev.holdfast.adapter.web.notification;

import org.jspecify.annotations.NullMarked;
