/** What people have been sent. */
@NullMarked
package dev.holdfast.adapter.web.notification;

import org.jspecify.annotations.NullMarked;
