package io.microtarget.jobs.raw;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Some values of a JSON object as texts, in one pass over it that skips everything else.
 *
 * <p>Spark's {@code from_json} makes a reader, a decoder and a parser of characters for each line;
 * this reads the bytes, which takes a third of the time. A number, an object or an array is given
 * as it is written. Of equal names the last one counts, as in Spark.
 */
final class JsonValues implements Values {
  private static final JsonFactory JSON = new JsonFactory();

  private final Part root = new Part();
  private final UTF8String[] values;

  /**
   * @param paths names from the object down to the value; none begins with another one
   */
  JsonValues(List<List<String>> paths) {
    this.values = new UTF8String[paths.size()];
    for (int i = 0; i < paths.size(); i++) {
      var part = root;
      for (var name : paths.get(i)) {
        part = part.parts.computeIfAbsent(name, n -> new Part());
      }
      part.index = i;
    }
  }

  private static final class Part {
    private final Map<String, Part> parts = new HashMap<>();
    private int index = -1;
  }

  /** In the order of the paths; all null of a record that is no object. */
  @Override
  public UTF8String[] values() {
    return values;
  }

  @Override
  public String fault() {
    return Records.JSON;
  }

  /** Reads an object; false if it is none, or if a value stands where the paths go on. */
  @Override
  public boolean read(byte[] json) {
    Arrays.fill(values, null);
    var isObject = isObject(json);
    if (!isObject) {
      Arrays.fill(values, null);
    }
    return isObject;
  }

  private boolean isObject(byte[] json) {
    try (var parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parts(parser, root)
          && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("bytes at hand can be read", e);
    }
  }

  private boolean parts(JsonParser parser, Part part) throws IOException {
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var token = parser.nextToken();
      var below = part.parts.get(name);
      if (below == null) {
        parser.skipChildren();
      } else if (below.index >= 0) {
        values[below.index] = text(parser, token);
      } else if (token == JsonToken.START_OBJECT) {
        if (!parts(parser, below)) {
          return false;
        }
      } else if (token != JsonToken.VALUE_NULL) {
        return false;
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT;
  }

  private static UTF8String text(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token.isScalarValue()) {
      return UTF8String.fromString(parser.getText());
    }
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(text)) {
      generator.copyCurrentStructure(parser);
    }
    return UTF8String.fromString(text.toString());
  }
}
