/** Mails as text and HTML, sent over SMTP by Jakarta Mail, or kept to be looked at. */
@NullMarked
package dev.holdfast.adapter.mail;

import org.jspecify.annotations.NullMarked;
