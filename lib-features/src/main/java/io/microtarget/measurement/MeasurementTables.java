package io.microtarget.measurement;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** What past campaigns showed. */
public final class MeasurementTables {
  /** Observational: contacts were not assigned at random, so nothing here is an effect. */
  public static final Table PAST_CAMPAIGN =
      Table.of(
          "past_campaign",
          Kind.SNAPSHOT,
          "Closed campaigns by decile of the score: contacts, responses, spend before and during.",
          """
          campaign_id STRING COMMENT 'which; all for the sum over campaigns',
          campaign_type STRING COMMENT 'class of the campaign; all for the sum',
          decile INT COMMENT '1 is the highest tenth; 0 all deciles together',
          contacts BIGINT COMMENT 'subjects contacted',
          responders BIGINT COMMENT 'of them answered',
          response_rate DOUBLE COMMENT 'responders / contacts',
          response_rate_low DOUBLE COMMENT 'Wilson 95 % interval',
          response_rate_high DOUBLE COMMENT 'Wilson 95 % interval',
          spend_before DOUBLE COMMENT 'mean spend a day in the 28 days before the start',
          spend_during DOUBLE COMMENT 'mean spend a day inside the window'
          """,
          "campaign_id",
          "decile");

  private MeasurementTables() {}
}
