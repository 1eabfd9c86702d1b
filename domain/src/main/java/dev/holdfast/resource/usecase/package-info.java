/** What people can ask of venues and resources. */
@NullMarked
package dev.holdfast.resource.usecase;

import org.jspecify.annotations.NullMarked;
