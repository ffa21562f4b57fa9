package io.microtarget.vault;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Keyed pseudonyms: the first 128 bits of {@code HMAC-SHA-256(key, id space, native id)} as 32 hex
 * digits (RFC 2104, truncation as RFC 2104 section 5 allows).
 *
 * <p>Two sources whose native ids mean the same (a customer card in receipts and in a mailing list)
 * share an id space and so get the same pseudonym.
 */
public final class Pseudonym implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHORTEST_KEY = 16;

  private final byte[] key;
  private final int version;

  /**
   * A pseudonymiser.
   *
   * @param key at least 16 bytes
   * @param version stored beside each pseudonym
   */
  public Pseudonym(byte[] key, int version) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException("vault.key must be at least 16 bytes long");
    }
    this.key = key.clone();
    this.version = version;
  }

  public int version() {
    return version;
  }

  /** The pseudonym of one native id. */
  public String of(String idSpace, String nativeId) {
    return HexFormat.of().formatHex(mac(idSpace, key).doFinal(bytes(nativeId)), 0, 16);
  }

  /**
   * The pseudonym of a column of native ids; null stays null.
   *
   * <p>A UDF, since Spark has no HMAC and a key inside a SQL expression would stand in every plan.
   */
  public Column column(String idSpace, Column nativeId) {
    return udf(function(idSpace), DataTypes.StringType).apply(nativeId);
  }

  /** The pseudonym of a native id as a function that can be sent to tasks; null stays null. */
  public UDF1<String, String> function(String idSpace) {
    return new Keyed(key, idSpace);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Mac mac(String idSpace, byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      // A derived key per id space, so that the space and the id cannot run into each other.
      var derived = mac.doFinal(bytes(idSpace));
      mac.init(new SecretKeySpec(derived, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  /** One Mac a task; neighbouring rows often belong to the same person, so the last one is kept. */
  private static final class Keyed implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;
    private final byte[] key;
    private final String idSpace;
    private transient ThreadLocal<State> states;

    Keyed(byte[] key, String idSpace) {
      this.key = key.clone();
      this.idSpace = idSpace;
    }

    @Override
    public String call(String nativeId) {
      if (nativeId == null) {
        return null;
      }
      var state = state();
      if (!nativeId.equals(state.nativeId)) {
        state.pseudonym = HexFormat.of().formatHex(state.mac.doFinal(bytes(nativeId)), 0, 16);
        state.nativeId = nativeId;
      }
      return state.pseudonym;
    }

    private synchronized ThreadLocal<State> locals() {
      if (states == null) {
        states = ThreadLocal.withInitial(() -> new State(mac(idSpace, key)));
      }
      return states;
    }

    private State state() {
      var local = states;
      return (local == null ? locals() : local).get();
    }
  }

  private static final class State {
    private final Mac mac;
    private String nativeId;
    private String pseudonym;

    State(Mac mac) {
      this.mac = mac;
    }
  }
}
