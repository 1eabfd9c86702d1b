/** The contract document and the page that shows it. */
@NullMarked
package dev.holdfast.adapter.web.docs;

import org.jspecify.annotations.NullMarked;
