@NullMarked
package dev.holdfast.adapter.web;

import org.jspecify.annotations.NullMarked;
