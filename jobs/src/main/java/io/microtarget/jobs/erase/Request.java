package io.microtarget.jobs.erase;

/**
 * Who asked to be erased, and by what they are known.
 *
 * @param id of the request; it stands in the books and so must name nobody
 * @param line of the file it stands in, from 1; 0 for the command line
 * @param means what the value is
 * @param name of the id space or the type of identifier; empty for a record id
 * @param value personal: stands in no message
 */
public record Request(String id, int line, Means means, String name, String value) {
  /** What a value is. */
  public enum Means {
    /** A record id or unified id, as {@code explain} shows it. */
    RECORD,
    /** The id a source gave, in an id space. */
    NATIVE_ID,
    /** An e-mail address, a phone number or another identifier that is hashed. */
    IDENTIFIER
  }

  /** How it is called in messages. */
  String called() {
    return line == 0 ? "--person" : "line " + line;
  }

  @Override
  public String toString() {
    return "request %s (%s)".formatted(id, called());
  }
}
