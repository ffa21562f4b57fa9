package io.microtarget.jobs.raw;

/**
 * Whether something stands behind the object of a line: a parser stops at its end, and a second
 * object in the line would be lost in silence.
 */
final class Trailing {
  private Trailing() {}

  static boolean isThere(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '}') {
        int next = beyondBlanks(json, i + 1);
        var isUsual =
            next == json.length || json[next] == ',' || json[next] == '}' || json[next] == ']';
        if (!isUsual) {
          // It may be inside a text: only now a closer look.
          return isBehindEnd(json);
        }
      }
    }
    return false;
  }

  private static boolean isBehindEnd(byte[] json) {
    int depth = 0;
    var isInText = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (isInText) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          isInText = false;
        }
      } else if (b == '"') {
        isInText = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return beyondBlanks(json, i + 1) < json.length;
        }
      }
    }
    return false;
  }

  private static int beyondBlanks(byte[] json, int from) {
    int at = from;
    while (at < json.length && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r')) {
      at++;
    }
    return at;
  }
}
