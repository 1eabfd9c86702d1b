/** What people can ask of venues and resources, tried. */
@NullMarked
package dev.holdfast.resource.usecase;

import org.jspecify.annotations.NullMarked;
