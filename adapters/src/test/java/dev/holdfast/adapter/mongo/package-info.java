/** The same sentences, kept by the real thing. */
@NullMarked
package dev.holdfast.adapter.mongo;

import org.jspecify.annotations.NullMarked;
