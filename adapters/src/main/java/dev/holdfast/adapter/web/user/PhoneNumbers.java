package dev.holdfast.adapter.web.user;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import dev.holdfast.user.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads phone numbers as people write them, with libphonenumber, which knows what to leave out of
 * {@code +44 (0)20 7123 4567}.
 */
final class PhoneNumbers {
  private static final PhoneNumberUtil UTIL = loaded();

  /** What a number may be written with. The library reads far more: letters, extensions, URIs. */
  private static final Pattern TYPED = Pattern.compile("\\+[0-9](?:[ ./()-]{0,2}[0-9])*+");

  private static final int TYPED_LENGTH_MAX = 32;

  private PhoneNumbers() {}

  /** Reads all it needs to know, from files: to be called before there are requests. */
  static void load() {
    // initialising this class has done so
  }

  /** The library would read what it knows of a country when the first number from there comes. */
  private static PhoneNumberUtil loaded() {
    var util = PhoneNumberUtil.getInstance();
    util.getSupportedRegions().forEach(util::getExampleNumber);
    util.getSupportedGlobalNetworkCallingCodes().forEach(util::getExampleNumberForNonGeoEntity);
    return util;
  }

  /**
   * The number someone typed in international form, with {@code +}; empty when it cannot be one.
   * Whether it has been given to anyone is not asked: that changes faster than we are updated.
   */
  static Optional<PhoneNumber> parse(String typed) {
    if (typed.length() > TYPED_LENGTH_MAX || !TYPED.matcher(typed).matches()) {
      return Optional.empty();
    }
    try {
      var number = UTIL.parse(typed, null);
      return UTIL.isPossibleNumber(number)
          ? PhoneNumber.parse(UTIL.format(number, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }
}
