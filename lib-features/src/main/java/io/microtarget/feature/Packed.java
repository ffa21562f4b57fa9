package io.microtarget.feature;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.Seq;

/**
 * The features of a moment as one value: {@code BINARY}, 8 bytes a number (IEEE 754, the low byte
 * first) in the order of {@code feature_list}, NaN where a feature is unknown. Packed numbers that
 * belong one after the other are put together by {@code concat}.
 *
 * <p>Choice: not {@code ARRAY<DOUBLE>}, of which each element is boxed, checked and written to a
 * file by itself: some hundred features of each of some hundred thousand moments are 80 million of
 * them.
 */
public final class Packed {
  private Packed() {}

  /** Numbers as bytes. */
  public static byte[] of(double[] numbers) {
    var bytes = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return bytes.array();
  }

  /** The numbers again; NaN where one is unknown. */
  public static double[] numbers(byte[] packed) {
    var numbers = new double[packed.length / Double.BYTES];
    ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
    return numbers;
  }

  /** As many unknown numbers. */
  static Column unknown(int size) {
    var numbers = new double[size];
    Arrays.fill(numbers, Double.NaN);
    return lit(of(numbers));
  }

  /**
   * A column {@code ARRAY<DOUBLE>}, packed: rounded to 6 decimals; what is null or infinite is
   * unknown. In Java, because Spark would write the rounding of a hundred columns into one method,
   * which is then too long to be compiled.
   */
  public static Column of(Column array) {
    UDF1<Seq<Double>, byte[]> pack =
        known -> {
          var numbers = new double[known.length()];
          for (int i = 0; i < numbers.length; i++) {
            Double number = known.apply(i);
            numbers[i] = number == null ? Double.NaN : Numbers.rounded(number);
          }
          return of(numbers);
        };
    return udf(pack, DataTypes.BinaryType).apply(array);
  }

  /**
   * {@code MAP<STRING, DOUBLE>} of the known ones among the first numbers.
   *
   * <p>A UDF, since every built-in function that makes a map looks each key up, for fear of a
   * second one, and names would be turned into bytes for every row.
   *
   * @param names of the first numbers, all different
   */
  static Column named(Column packed, List<String> names) {
    var keys = names.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    UDF1<byte[], Map<UTF8String, Double>> name =
        bytes -> {
          var numbers = numbers(bytes);
          var known = new ArrayList<Map.Entry<UTF8String, Double>>(keys.length);
          for (int i = 0; i < keys.length; i++) {
            if (!Double.isNaN(numbers[i])) {
              known.add(Map.entry(keys[i], numbers[i]));
            }
          }
          return new Entries(known);
        };
    var type = DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType);
    return udf(name, type).apply(packed);
  }

  /** Entries that Spark goes through once. */
  private static final class Entries extends AbstractMap<UTF8String, Double> {
    private final List<Map.Entry<UTF8String, Double>> entries;

    Entries(List<Map.Entry<UTF8String, Double>> entries) {
      this.entries = entries;
    }

    @Override
    public Set<Map.Entry<UTF8String, Double>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<UTF8String, Double>> iterator() {
          return entries.iterator();
        }

        @Override
        public int size() {
          return entries.size();
        }
      };
    }
  }

  /** {@code ARRAY<DOUBLE>} of the numbers at these positions; null where one is unknown. */
  static Column at(Column packed, int[] positions) {
    UDF1<byte[], Double[]> unpack =
        bytes -> {
          var numbers = numbers(bytes);
          return Arrays.stream(positions)
              .mapToObj(i -> Double.isNaN(numbers[i]) ? null : numbers[i])
              .toArray(Double[]::new);
        };
    return udf(unpack, DataTypes.createArrayType(DataTypes.DoubleType)).apply(packed);
  }
}
