/** A load generator for HTTP/1.1 that costs little beside the server it measures. */
@NullMarked
package dev.holdfast.load.http;

import org.jspecify.annotations.NullMarked;
