package dev.holdfast.adapter.webhook;

import java.io.IOException;

/** A name led, or a connection was about to lead, out of the public internet. */
final class ForbiddenAddressException extends IOException {
  ForbiddenAddressException() {
    super("the address is not on the public internet");
  }
}
