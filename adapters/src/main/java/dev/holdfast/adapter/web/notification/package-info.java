/** What people have been sent, and webhook endpoints with their deliveries, over HTTP. */
@NullMarked
package dev.holdfast.adapter.web.notification;

import org.jspecify.annotations.NullMarked;
