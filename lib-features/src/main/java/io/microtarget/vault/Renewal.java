package io.microtarget.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One re-keying: every pseudonym of 128 bits becomes another one, by AES-128 (FIPS 197) under a key
 * derived from the new one with HMAC-SHA-256.
 *
 * <p>A permutation and no hash, so that two pseudonyms never become one, and that whoever has the
 * keys can go back: a tombstone is made of the first pseudonym of a person and is found again after
 * any number of re-keyings. Without the new key nothing in the tables can be told from chance, also
 * with all older keys. One block is one pseudonym, so that there is no chaining and no padding.
 *
 * <p>Not safe for threads: each has its own.
 */
final class Renewal {
  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");
  private static final HexFormat HEX = HexFormat.of();

  private final Cipher forth;
  private final Cipher back;
  private final Mac ofPrefix;

  private Renewal(Cipher forth, Cipher back, Mac ofPrefix) {
    this.forth = forth;
    this.back = back;
    this.ofPrefix = ofPrefix;
  }

  /**
   * @param key the new one, whole
   */
  static Renewal of(byte[] key) {
    try {
      var block = new SecretKeySpec(Arrays.copyOf(derived(key, "rekey"), 16), "AES");
      var forth = Cipher.getInstance("AES/ECB/NoPadding");
      forth.init(Cipher.ENCRYPT_MODE, block);
      var back = Cipher.getInstance("AES/ECB/NoPadding");
      back.init(Cipher.DECRYPT_MODE, block);
      var ofPrefix = Mac.getInstance("HmacSHA256");
      ofPrefix.init(new SecretKeySpec(derived(key, "rekey prefix"), "HmacSHA256"));
      return new Renewal(forth, back, ofPrefix);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES and HmacSHA256 are part of every Java platform", e);
    }
  }

  /** Whether a text is a pseudonym, so that it is renewed; all else stays as it is. */
  static boolean isPseudonym(String text) {
    return text.length() == 32 && PSEUDONYM.matcher(text).matches();
  }

  byte[] after(byte[] pseudonym) {
    return block(forth, pseudonym);
  }

  /** The new pseudonym of an old one; what is none stays as it is. */
  String after(String pseudonym) {
    return isPseudonym(pseudonym) ? HEX.formatHex(after(HEX.parseHex(pseudonym))) : pseudonym;
  }

  byte[] before(byte[] pseudonym) {
    return block(back, pseudonym);
  }

  /** The first eight digits have no way back: as many again of their HMAC take their place. */
  String prefixAfter(String prefix) {
    return HEX.formatHex(ofPrefix.doFinal(prefix.getBytes(StandardCharsets.UTF_8)), 0, 4);
  }

  private static byte[] block(Cipher cipher, byte[] bytes) {
    try {
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a pseudonym has 128 bits", e);
    }
  }

  private static byte[] derived(byte[] key, String use) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
  }
}
