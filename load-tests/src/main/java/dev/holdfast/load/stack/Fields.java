package dev.holdfast.load.stack;

/** Looks into JSON texts of the server's, as far as that needs no parser. */
public final class Fields {
  private Fields() {}

  /** The first field of this name, which has a text without escapes. */
  public static String text(String json, String name) {
    var opening = "\"" + name + "\":\"";
    int begin = json.indexOf(opening);
    if (begin < 0) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    begin += opening.length();
    return json.substring(begin, json.indexOf('"', begin));
  }

  /** The first field of this name, which has a whole number. */
  public static long number(String json, String name) {
    var opening = "\"" + name + "\":";
    int begin = json.indexOf(opening);
    if (begin < 0) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    begin += opening.length();
    int end = begin;
    while (end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    return Long.parseLong(json.substring(begin, end));
  }
}
