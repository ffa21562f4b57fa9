package io.microtarget.scoring;

import io.microtarget.table.DriverRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gradient boosted trees (Friedman 2001, with subsampling as in Friedman 2002) by MLlib.
 *
 * <p>A fit is about four small Spark jobs a tree: seconds even on few rows, so callers make few.
 * One partition in a fixed order makes the subsample, and so the trees, the same on every run.
 *
 * @param treatment of raw numbers, learnt from the same rows
 * @param trees over the treated inputs
 */
record BoostedTrees(Treatment treatment, GBTClassificationModel trees) implements Model {
  private static final StructType SCHEMA =
      DataTypes.createStructType(
          new StructField[] {
            DataTypes.createStructField("label", DataTypes.DoubleType, false),
            DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
          });
  private static final int SMALLEST_LEAF = 20;
  private static final double SUBSAMPLE = 0.5;

  /**
   * @param training has both outcomes
   */
  static BoostedTrees fit(
      SparkSession spark, Contacts training, List<String> features, ModelSettings settings) {
    var treatment = Treatment.of(training, features);
    var inputs = treatment.of(training);
    var outcomes = training.outcomes();
    var rows = new ArrayList<Row>(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      rows.add(RowFactory.create(outcomes[i] ? 1.0 : 0.0, Vectors.dense(inputs[i])));
    }
    var trees =
        new GBTClassifier()
            .setMaxIter(settings.trees())
            .setMaxDepth(settings.treeDepth())
            .setStepSize(settings.treeStep())
            .setMinInstancesPerNode(SMALLEST_LEAF)
            .setSubsamplingRate(SUBSAMPLE)
            .setFeatureSubsetStrategy("onethird")
            .setSeed(settings.seed())
            .fit(DriverRows.table(spark, rows, SCHEMA).coalesce(1));
    return new BoostedTrees(treatment, trees);
  }

  @Override
  public double margin(double[] features) {
    // MLlib's raw prediction is half the log-odds: its probability is 1 / (1 + exp(−2 · raw)).
    return Model.rounded(2 * trees.predictRaw(Vectors.dense(treatment.of(features))).apply(1));
  }

  @Override
  public List<Weight> weights() {
    var importances = trees.featureImportances();
    return IntStream.range(0, importances.size())
        .mapToObj(i -> new Weight(treatment.names().get(i), Model.rounded(importances.apply(i))))
        .sorted(Weight.LARGEST_FIRST)
        .toList();
  }
}
