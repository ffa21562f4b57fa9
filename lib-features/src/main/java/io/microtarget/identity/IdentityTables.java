package io.microtarget.identity;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Who is who, why, and who belongs to whom. */
public final class IdentityTables {
  /** Who stands for whom on {@code as_of}: the one table by which rows find their subject. */
  public static final Table LINK =
      Table.of(
          "link",
          Kind.SNAPSHOT,
          "Every party record with its person, and what became of the person it had before.",
          """
          record_id STRING COMMENT 'keyed pseudonym of the source record',
          source STRING COMMENT 'first by name of the sources that know the record',
          unified_id STRING COMMENT 'lasting id of the person: the record id of its earliest recorded member',
          subject_id STRING COMMENT 'whom the record counts for: its person, or the household of that',
          version BIGINT COMMENT 'changes when the vault has more of the record to compare; null where it has nothing',
          is_fitted BOOLEAN COMMENT 'whether the weights of this publication were estimated from it too',
          previous_id STRING COMMENT 'unified id in the publication before; null if the record is new',
          change STRING COMMENT 'new, kept, merged, split'
          """,
          "record_id");

  /** Evidence between two records; connected components of it, taken apart, are the persons. */
  public static final Table MATCH =
      Table.of(
          "match",
          Kind.SNAPSHOT,
          "Pairs of records that were taken for one person, and on what ground.",
          """
          one STRING COMMENT 'record id, the lesser of the two',
          other STRING COMMENT 'record id',
          ground STRING COMMENT 'compared, or the type of the identifier they share',
          bits DOUBLE COMMENT 'match weight: log2 of the odds that they are one person; null for an identifier',
          pattern BIGINT COMMENT 'how their fields agree; null for an identifier',
          agreement STRING COMMENT 'the pattern in words: first-name=same last-name=close …'
          """,
          "one",
          "other",
          "ground");

  /** Long form: single figures have position 0; tables have one row a line. No personal value. */
  public static final Table LINKAGE =
      Table.of(
          "linkage",
          Kind.SNAPSHOT,
          "How records were compared: blocks, weights, patterns, threshold, clusters.",
          """
          topic STRING COMMENT 'summary, known, rule, placeholder, m, u, h, weight, pattern, bits, cluster-size, model',
          name STRING COMMENT 'of a figure, a blocking rule or a field',
          position INT COMMENT '0 for a single figure; else level, rank or size',
          label STRING COMMENT 'name of the level, the pattern in words, or the model itself',
          value DOUBLE COMMENT 'the figure: a probability, bits, pairs that a rule compares',
          count BIGINT COMMENT 'pairs, records or clusters behind it; of a rule the pairs left out'
          """,
          "topic",
          "name",
          "position");

  /** Points at values and holds none: the vault has the value of {@code record_id, field}. */
  public static final Table GOLDEN_RECORD =
      Table.of(
          "golden_record",
          Kind.SNAPSHOT,
          "Of each person and field the record whose value survives.",
          """
          unified_id STRING COMMENT 'lasting id of the person',
          field STRING COMMENT 'of compare in the settings, or attribute: and the name of an attribute',
          rule STRING COMMENT 'most-recent, most-complete, most-trusted, most-frequent',
          record_id STRING COMMENT 'the record whose value survives',
          source STRING COMMENT 'its source',
          recorded_at TIMESTAMP COMMENT 'when that value was recorded',
          candidates BIGINT COMMENT 'different values there were to choose from'
          """,
          "unified_id",
          "field");

  public static final Table MEMBERSHIP =
      Table.of(
          "membership",
          Kind.SNAPSHOT,
          "Person in household, person in account, account in buying group.",
          """
          parent_type STRING COMMENT 'household, account, buying_group',
          parent_id STRING COMMENT 'the group: of a household the unified id of its earliest recorded member',
          child_type STRING COMMENT 'person, account',
          child_id STRING COMMENT 'the member',
          role STRING COMMENT 'role in the group',
          valid_from DATE COMMENT 'first day, as far as publications tell',
          valid_to DATE COMMENT 'first day after; null if open'
          """,
          "parent_type",
          "parent_id",
          "child_type",
          "child_id",
          "valid_from");

  /** Subjects known strictly before {@code as_of}. */
  public static final Table SUBJECT =
      Table.of(
          "subject",
          Kind.SCRATCH,
          "The persons, households or accounts of this run and where they are known from.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          sources ARRAY<STRING> COMMENT 'sorted names of the sources that know it'
          """,
          "subject_type",
          "subject_id");

  private IdentityTables() {}
}
