package dev.holdfast.resource;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A price as it is asked for, before the venue has had its say.
 *
 * @param amount not negative
 * @param currency absent: the venue's
 */
public record PriceTerms(BigDecimal amount, @Nullable Currency currency, Price.Per per) {}
