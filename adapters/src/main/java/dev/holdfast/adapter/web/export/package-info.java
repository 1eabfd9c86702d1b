/** What is kept about a person, from all contexts, in one answer. */
@NullMarked
package dev.holdfast.adapter.web.export;

import org.jspecify.annotations.NullMarked;
