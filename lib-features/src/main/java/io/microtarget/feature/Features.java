package io.microtarget.feature;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Point-in-time features of today's subjects and of every occasion a model learns from or scores.
 *
 * <p>A feature sees only rows strictly before its moment; a window of {@code w} days is {@code
 * moment - w <= event_date < moment}. The moment of a subject and of a candidate is {@code as_of},
 * that of a past contact its own day. Rows without a date are always known and in every window.
 */
public final class Features {
  private Features() {}

  /**
   * Makes {@link FeatureTables#FEATURE} and {@link FeatureTables#OCCASION}.
   *
   * <p>Both read the same subject features, which are therefore kept ({@code persist}) between
   * their writes; who runs the stage clears the cache after it.
   *
   * @param models name of a model to what it learns from
   * @param offersWhere name of an offer to the condition over a campaign that makes it
   * @param subjectType person, household or account
   * @throws io.microtarget.table.SettingsError all problems of the declarations, each with its key
   */
  public static Stage stage(
      FeatureSettings settings,
      Map<String, OccasionSettings> models,
      Map<String, String> offersWhere,
      String subjectType,
      Clocks clocks) {
    var declared = Declared.of(settings);
    Occasions.check(offersWhere);
    var momentsFrom =
        models.isEmpty()
            ? List.of(IdentityTables.SUBJECT)
            : List.of(IdentityTables.SUBJECT, SourceTables.CONTACT);
    return new Stage(
        "features",
        List.of(FeatureTables.FEATURE, FeatureTables.OCCASION),
        reads(declared, models),
        inputs -> {
          var events = new Events(inputs, declared, subjectType, clocks.asOf(), momentsFrom);
          return new Assembly(declared, events, new Occasions(events, models, offersWhere))
              .tables();
        });
  }

  private static List<Table> reads(Declared declared, Map<String, OccasionSettings> models) {
    var names = new TreeSet<String>();
    var tables = new ArrayList<Table>();
    declared.tables().forEach(t -> names.add(t.name()));
    if (!declared.settings().traits().isEmpty()) {
      names.add(SourceTables.PARTY.name());
    }
    if (!models.isEmpty()) {
      names.add(SourceTables.CONTACT.name());
      names.add(SourceTables.RESPONSE.name());
      names.add(SourceTables.CAMPAIGN.name());
      names.add(SourceTables.OFFER.name());
    }
    names.forEach(name -> tables.add(Columns.table(name)));
    tables.add(IdentityTables.SUBJECT);
    tables.add(IdentityTables.LINK);
    return tables;
  }
}
