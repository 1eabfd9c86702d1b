@NullMarked
package dev.holdfast.adapter.embedded;

import org.jspecify.annotations.NullMarked;
