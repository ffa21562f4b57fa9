package io.microtarget.jobs.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of a JSON file one after the other: the elements of the array it begins with, or
 * values that may go over lines (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>).
 *
 * <p>What comes behind a syntax error cannot be told apart, so that the file is unreadable then.
 */
final class JsonElements implements Records {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final int maxBytes;
  private boolean isArray;
  private long offset;
  private byte[] element;
  private String fault;

  JsonElements(InputStream in, RecordFormat format) throws IOException {
    this.parser = JSON.createParser(in);
    this.maxBytes = format.maxBytes();
  }

  @Override
  public boolean next() throws IOException {
    var token = parser.nextToken();
    if (token == JsonToken.START_ARRAY && element == null && !isArray) {
      isArray = true;
      token = parser.nextToken();
    }
    if (token == null || (isArray && token == JsonToken.END_ARRAY)) {
      return false;
    }
    offset = parser.currentTokenLocation().getByteOffset();
    // By characters, since bytes cannot hold half of a pair of surrogates.
    var text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      copy.copyCurrentStructure(parser);
    }
    fault = null;
    element = bytes(text.toString());
    fault = element.length > maxBytes ? TOO_LONG : fault;
    return true;
  }

  private byte[] bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf("\\u0000") >= 0) {
      fault = Escapes.fault(bytes).orElse(null);
    }
    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return bytes;
    }
    fault = SURROGATE;
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escaped.append("\\u%04x".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public UTF8String text() {
    return TOO_LONG.equals(fault)
        ? UTF8String.fromBytes(element).substring(0, 1 << 16)
        : UTF8String.fromBytes(element);
  }

  @Override
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
