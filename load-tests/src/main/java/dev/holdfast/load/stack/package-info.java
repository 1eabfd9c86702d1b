/** What is measured: a packaged server with backends of its own, filled and taken down again. */
@NullMarked
package dev.holdfast.load.stack;

import org.jspecify.annotations.NullMarked;
