/** Webhooks over HTTP: where they lead, how they are signed, and how they are sent. */
@NullMarked
package dev.holdfast.adapter.webhook;

import org.jspecify.annotations.NullMarked;
