/**
 * The edge: strict requests in, problems out, who asks, and where a path leads. The handlers of
 * each context stand on it in packages of their own.
 */
@NullMarked
package dev.holdfast.adapter.web;

import org.jspecify.annotations.NullMarked;
