package io.microtarget.vault;

import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
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
 *
 * <p>Keys form a chain. The first makes the pseudonym, and each later one {@link Renewal renews}
 * it, so that a lake is re-keyed from the pseudonyms it holds: no clear value is needed, and with
 * an older key alone nobody in the tables is found.
 *
 * <p>An id space that begins with {@value #TOMBSTONE} holds pseudonyms: whatever version they have,
 * they are taken back to the first, so that the tombstone of a person is the same under every
 * version but for its own renewal.
 */
public final class Pseudonym implements Serializable {
  /** Begins the id spaces of tombstones. */
  public static final String TOMBSTONE = "tombstone:";

  private static final long serialVersionUID = 2L;
  private static final int SHORTEST_KEY = 16;
  private static final int PREFIX = 8;
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] key;
  private final ArrayList<byte[]> later;
  private final int version;
  private transient ThreadLocal<Chain> chains;

  /**
   * A pseudonymiser of one key.
   *
   * @param key at least 16 bytes
   * @param version stored beside each pseudonym
   */
  public Pseudonym(byte[] key, int version) {
    this(key, List.of(), version);
  }

  private Pseudonym(byte[] key, List<byte[]> later, int version) {
    this.key = checked(key);
    this.later = new ArrayList<>(later.stream().map(Pseudonym::checked).toList());
    this.version = version;
  }

  /**
   * A pseudonymiser of a chain of keys; its version is their number.
   *
   * @param keys the first one made, then those it was re-keyed with; at least 16 bytes each
   */
  public static Pseudonym chained(List<byte[]> keys) {
    return new Pseudonym(keys.get(0), keys.subList(1, keys.size()), keys.size());
  }

  /** How many keys there were so far. */
  public int version() {
    return version;
  }

  /** The pseudonym of one native id. */
  public String of(String idSpace, String nativeId) {
    return new State(this, idSpace).pseudonym(nativeId);
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
    return new PerTask(this, What.PSEUDONYM, idSpace);
  }

  /**
   * The prefix under which the tombstone of a pseudonym is looked for: its first 8 digits, and
   * after a re-keying a hash of those of its first version. Null stays null.
   */
  public Column prefix(Column pseudonym) {
    return later.isEmpty()
        ? substring(pseudonym, 1, PREFIX)
        : udf(new PerTask(this, What.PREFIX, ""), DataTypes.StringType).apply(pseudonym);
  }

  /** The prefix of one pseudonym, as in {@link #prefix(Column)}. */
  public String prefix(String pseudonym) {
    return later.isEmpty()
        ? pseudonym.substring(0, Math.min(PREFIX, pseudonym.length()))
        : chains().get().prefix(pseudonym);
  }

  /**
   * A column of pseudonyms under the last key of the chain, where the lake holds them under the one
   * before. Null stays null, and so does what is no pseudonym.
   */
  public Column renewed(Column pseudonym) {
    return renewed(pseudonym, What.RENEWED);
  }

  /** The same of a column of {@link #prefix(Column) prefixes}. */
  public Column renewedPrefix(Column prefix) {
    return renewed(prefix, What.RENEWED_PREFIX);
  }

  private synchronized ThreadLocal<Chain> chains() {
    if (chains == null) {
      chains = ThreadLocal.withInitial(() -> new Chain(this));
    }
    return chains;
  }

  private Column renewed(Column column, What what) {
    if (later.isEmpty()) {
      throw new IllegalStateException("a chain of one key renews nothing");
    }
    return udf(new PerTask(this, what, ""), DataTypes.StringType).apply(column);
  }

  private static byte[] checked(byte[] key) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException("vault.key must be at least 16 bytes long");
    }
    return key.clone();
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

  /** The renewals of a chain; not safe for threads. */
  private static final class Chain {
    private final List<Renewal> renewals;

    Chain(Pseudonym keys) {
      renewals = keys.later.stream().map(Renewal::of).toList();
    }

    /** From the first version to the last. */
    byte[] forth(byte[] first) {
      var bytes = first;
      for (var renewal : renewals) {
        bytes = renewal.after(bytes);
      }
      return bytes;
    }

    /** From the last version to the first; what is no pseudonym stays as it is. */
    String back(String last) {
      if (renewals.isEmpty() || !Renewal.isPseudonym(last)) {
        return last;
      }
      var bytes = HEX.parseHex(last);
      for (int i = renewals.size() - 1; i >= 0; i--) {
        bytes = renewals.get(i).before(bytes);
      }
      return HEX.formatHex(bytes);
    }

    String prefix(String pseudonym) {
      var first = back(pseudonym);
      var prefix = first.substring(0, Math.min(PREFIX, first.length()));
      for (var renewal : renewals) {
        prefix = renewal.prefixAfter(prefix);
      }
      return prefix;
    }

    Renewal last() {
      return renewals.get(renewals.size() - 1);
    }
  }

  private enum What {
    /** Of a native id. */
    PSEUDONYM,
    /** Of a pseudonym of any version. */
    PREFIX,
    /** Of a pseudonym under the key before. */
    RENEWED,
    /** Of a prefix under the key before. */
    RENEWED_PREFIX
  }

  /**
   * A task makes its functions once; neighbouring rows often have the same value, which is kept.
   */
  private static final class PerTask implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;
    private final Pseudonym keys;
    private final What what;
    private final String idSpace;
    private transient ThreadLocal<Remembered> memory;

    PerTask(Pseudonym keys, What what, String idSpace) {
      this.keys = keys;
      this.what = what;
      this.idSpace = idSpace;
    }

    @Override
    public String call(String value) {
      return value == null ? null : remembered().of(value);
    }

    private UnaryOperator<String> function() {
      var state = new State(keys, idSpace);
      var chain = state.chain;
      return switch (what) {
        case PSEUDONYM -> state::pseudonym;
        case PREFIX -> chain::prefix;
        case RENEWED -> chain.last()::after;
        case RENEWED_PREFIX -> chain.last()::prefixAfter;
      };
    }

    private Remembered remembered() {
      var local = memory;
      return (local == null ? locals() : local).get();
    }

    private synchronized ThreadLocal<Remembered> locals() {
      if (memory == null) {
        memory = ThreadLocal.withInitial(() -> new Remembered(function()));
      }
      return memory;
    }
  }

  private static final class Remembered {
    private final UnaryOperator<String> function;
    private String value;
    private String result;

    Remembered(UnaryOperator<String> function) {
      this.function = function;
    }

    String of(String wanted) {
      if (!wanted.equals(value)) {
        result = function.apply(wanted);
        value = wanted;
      }
      return result;
    }
  }

  private static final class State {
    private final Mac mac;
    private final Chain chain;
    private final boolean isTombstone;

    State(Pseudonym keys, String idSpace) {
      this.mac = mac(idSpace, keys.key);
      this.chain = new Chain(keys);
      this.isTombstone = idSpace.startsWith(TOMBSTONE);
    }

    String pseudonym(String nativeId) {
      var id = isTombstone ? chain.back(nativeId) : nativeId;
      var first = mac.doFinal(bytes(id));
      return HEX.formatHex(chain.forth(Arrays.copyOf(first, 16)));
    }
  }
}
