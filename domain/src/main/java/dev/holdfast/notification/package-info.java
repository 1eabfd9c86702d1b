/** What people are told by mail, and when. */
@NullMarked
package dev.holdfast.notification;

import org.jspecify.annotations.NullMarked;
