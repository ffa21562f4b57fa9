package io.microtarget.activation;

/**
 * Who carries the messages out, and how the list is handed over.
 *
 * @param channel name of a channel in the settings
 * @param format of the file
 */
public record Destination(String channel, Format format) {
  public Destination {
    if (channel.isBlank()) {
      throw new IllegalArgumentException("channel must not be empty");
    }
  }
}
