package io.microtarget.jobs.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Records that end with a line break: a line feed, a carriage return, or both (<a
 * href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a> wants both, files have any). Inside
 * quotes a line break belongs to the record, if the format says so.
 *
 * <p>A quote that never ends would swallow the rest of the file: then the first line alone is the
 * faulty record, and reading goes on after it.
 */
final class Lines implements Records {
  private static final int BUFFER = 1 << 18;
  private static final int KEPT_OF_TOO_LONG = 1 << 16;
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final InputStream in;
  private final RecordFormat format;
  private final CharsetDecoder decoder;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int at;
  private int limit;
  private long bufferOffset;
  private boolean isEnd;

  private long offset;
  private byte[] kept;
  private long keptOffset;
  private int from;
  private int length;
  private boolean hasNul;
  private boolean hasEscape;
  private boolean isAscii;
  private String fault;

  /**
   * Reads on from where a stream stands.
   *
   * @param offset of that place in the file
   */
  Lines(InputStream in, long offset, RecordFormat format) {
    this.in = in;
    this.bufferOffset = offset;
    this.format = format;
    this.decoder =
        Charset.forName(format.charset())
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public boolean next() throws IOException {
    start = at;
    hasNul = false;
    hasEscape = false;
    isAscii = true;
    fault = null;
    kept = null;
    int firstBreak = -1;
    var isInQuotes = false;
    var isFieldStart = true;
    var isTooLong = false;
    while (true) {
      if (at == limit) {
        if (at - start > format.maxBytes()) {
          if (isInQuotes && firstBreak >= 0) {
            return ended(start + firstBreak, QUOTE);
          }
          isTooLong = true;
          keep();
        }
        if (!fill()) {
          if (start == at && kept == null) {
            return false;
          }
          if (isInQuotes && firstBreak >= 0) {
            return ended(start + firstBreak, QUOTE);
          }
          return ended(at, isTooLong ? TOO_LONG : isInQuotes ? QUOTE : null);
        }
      }
      byte b = buffer[at];
      if (isInQuotes) {
        if (b == format.escape() && b != format.quote() && isQuoteNext()) {
          at++;
        } else if (b == format.quote()) {
          if (isQuoteNext()) {
            at++;
          } else {
            isInQuotes = false;
          }
        } else if ((b == LF || b == CR) && firstBreak < 0) {
          firstBreak = at - start;
        }
      } else if (b == LF || b == CR) {
        return ended(at, isTooLong ? TOO_LONG : null);
      } else if (format.isQuoted() && b == format.quote() && isFieldStart) {
        isInQuotes = true;
      }
      if (b == 0) {
        hasNul = true;
      } else if (b == '\\') {
        hasEscape = true;
      } else if (b < 0) {
        isAscii = false;
      }
      isFieldStart = !isInQuotes && b == format.delimiter();
      at++;
    }
  }

  /** Ends the record before a place and goes on after the line break there. */
  private boolean ended(int end, String why) throws IOException {
    offset = bufferOffset + start;
    if (kept != null) {
      offset = keptOffset;
    }
    from = start;
    length = end - start;
    fault = why != null ? why : length > format.maxBytes() ? TOO_LONG : hasNul ? NUL : null;
    length = TOO_LONG.equals(fault) ? Math.min(length, KEPT_OF_TOO_LONG) : length;
    at = end;
    if (at < limit) {
      var isReturn = buffer[at] == CR;
      at++;
      // To read more keeps the record just ended: it lies behind the start.
      if (isReturn && (at < limit || fill()) && buffer[at] == LF) {
        at++;
      }
    }
    return true;
  }

  /** Puts the beginning of an overlong record aside and forgets the rest of it read so far. */
  private void keep() {
    if (kept == null) {
      kept = Arrays.copyOfRange(buffer, start, Math.min(at, start + KEPT_OF_TOO_LONG));
      keptOffset = bufferOffset + start;
    }
    start = at;
  }

  private boolean isQuoteNext() throws IOException {
    return (at + 1 < limit || (fill() && at + 1 < limit)) && buffer[at + 1] == format.quote();
  }

  /** Reads more, keeping what begins at the start of the record; false at the end of the file. */
  private boolean fill() throws IOException {
    if (isEnd) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      bufferOffset += start;
      at -= start;
      limit -= start;
      from -= start;
      start = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int n = in.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      isEnd = true;
      return false;
    }
    limit += n;
    return n > 0 || fill();
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public UTF8String text() {
    var bytes = kept != null ? kept : Arrays.copyOfRange(buffer, from, from + length);
    if (hasEscape && fault == null && format.isJson()) {
      fault = Escapes.fault(bytes).orElse(null);
    }
    if (fault == null && format.isJson() && Trailing.isThere(bytes)) {
      fault = JSON;
    }
    if (format.isUtf8()) {
      var text = UTF8String.fromBytes(bytes);
      if (fault == null && !isAscii && !text.isValid()) {
        fault = CHARSET;
      }
      // One character a byte, so that the bytes can be had again.
      return CHARSET.equals(fault) ? latin1(bytes) : text;
    }
    try {
      var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
      return UTF8String.fromString(text);
    } catch (CharacterCodingException e) {
      fault = fault == null ? CHARSET : fault;
      return latin1(bytes);
    }
  }

  private static UTF8String latin1(byte[] bytes) {
    return UTF8String.fromString(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** To be asked after {@link #text()}, which finds bytes of another charset. */
  @Override
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Whether the record has no text. */
  boolean isBlank() {
    return length == 0 && kept == null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
